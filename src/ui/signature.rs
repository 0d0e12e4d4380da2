//! A sheet to sign on with a finger, a pen or a mouse, and a signature that was drawn. Lines, no picture: each
//! is across and down of its points in turn. Whoever cannot draw writes in another field.

use super::{
    actions::Actions,
    button::{Button, ButtonLook},
    field::{FieldWords, group},
};
use crate::i18n::texts::ui as words;
use crate::platform::pointer::{self, Place};
use leptos::ev::PointerEvent;
use leptos::prelude::*;

/// A point is kept when it lies so far from the one before, across or down.
const STEP: u16 = 4;

/// How wide and high the sheet is, in its own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Across.
    pub width: u16,
    /// Down.
    pub height: u16,
}

impl Sheet {
    fn view_box(self) -> String {
        [
            "0 0 ",
            &self.width.to_string(),
            " ",
            &self.height.to_string(),
        ]
        .concat()
    }

    fn point(self, place: Place) -> [u16; 2] {
        // Shares of a whole lie within it.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let at = |share: f64, of: u16| (share * f64::from(of)).round() as u16;
        [at(place.across, self.width), at(place.down, self.height)]
    }
}

/// A line as the path of a drawing; one point is a dot.
fn path(stroke: &[u16]) -> String {
    let mut path = String::new();
    for (at, point) in stroke.chunks(2).enumerate() {
        path.push(if at == 0 { 'M' } else { 'L' });
        let [across, down] = point else { continue };
        path.push_str(&across.to_string());
        path.push(' ');
        path.push_str(&down.to_string());
    }
    if stroke.len() == 2 {
        path.push_str("h0");
    }
    path
}

fn paths(strokes: &[Vec<u16>]) -> String {
    strokes.iter().map(|stroke| path(stroke)).collect()
}

/// Adds a point to a line where it leads on.
fn lead_on(line: &mut Vec<u16>, [across, down]: [u16; 2]) -> bool {
    let near = match line.as_slice() {
        [.., x, y] => x.abs_diff(across) < STEP && y.abs_diff(down) < STEP,
        _ => false,
    };
    if !near {
        line.extend([across, down]);
    }
    !near
}

/// A signature as it was drawn.
///
/// `<Signature label=SIGNATURE sheet=sheet strokes=strokes/>`
#[component]
pub fn Signature(
    /// Whose it is; read out.
    #[prop(into)]
    label: Signal<String>,
    /// The sheet it was drawn on.
    sheet: Sheet,
    /// Its lines.
    strokes: Vec<Vec<u16>>,
) -> impl IntoView {
    view! {
        <svg class="signature" role="img" viewBox=sheet.view_box() aria-label=move || label.get()>
            <path d=paths(&strokes) />
        </svg>
    }
}

/// Asks for a signature.
///
/// `<SignaturePad label=SIGNATURE sheet=sheet fit=fitted value=strokes/>`
#[component]
pub fn SignaturePad(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into)]
    hint: Signal<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The sheet.
    sheet: Sheet,
    /// What is kept of the lines that were drawn.
    fit: fn(Vec<Vec<u16>>) -> Vec<Vec<u16>>,
    /// The lines.
    value: RwSignal<Vec<Vec<u16>>>,
) -> impl IntoView {
    // The line under the pen, and which pointer draws it: a palm beside it draws nothing.
    let line = RwSignal::new(Vec::<u16>::new());
    let pen = RwSignal::new(None::<i32>);
    let cleared = RwSignal::new(Vec::<Vec<u16>>::new());
    let down = move |event: PointerEvent| {
        if pen.get_untracked().is_some() || event.button() != 0 {
            return;
        }
        let Some(place) = pointer::place(&event) else {
            return;
        };
        event.prevent_default();
        pointer::capture(&event);
        pen.set(Some(event.pointer_id()));
        line.set(sheet.point(place).to_vec());
    };
    let of_pen = move |event: &PointerEvent| pen.get_untracked() == Some(event.pointer_id());
    let drawn = move |event: PointerEvent| {
        if let Some(place) = pointer::place(&event).filter(|_| of_pen(&event)) {
            line.maybe_update(|line| lead_on(line, sheet.point(place)));
        }
    };
    let up = move |event: PointerEvent| {
        if !of_pen(&event) {
            return;
        }
        pen.set(None);
        let mut strokes = value.get_untracked();
        strokes.push(line.get_untracked());
        line.set(Vec::new());
        value.set(fit(strokes));
    };
    let undo = move |()| {
        let before = value.get_untracked();
        if before.is_empty() {
            value.set(cleared.get_untracked());
            cleared.set(Vec::new());
        } else {
            value.update(|strokes| {
                strokes.pop();
            });
        }
    };
    let clear = move |()| {
        cleared.set(value.get_untracked());
        value.set(Vec::new());
    };
    let none = Memo::new(move |_| value.with(Vec::is_empty));
    let nothing_back = Memo::new(move |_| none.get() && cleared.with(Vec::is_empty));
    let said = move || {
        if none.get() {
            words::NOT_SIGNED.get()
        } else {
            words::SIGNED.get()
        }
    };
    group(
        FieldWords {
            label,
            hint: Some(hint),
            error,
            required: false,
        },
        "group",
        |_| {
            view! {
                <div
                    class="signature-pad"
                    on:pointerdown=down
                    on:pointermove=drawn
                    on:pointerup=up
                    on:pointercancel=up
                >
                    <svg class="signature" role="img" viewBox=sheet.view_box() aria-label=said>
                        <path d=move || value.with(|strokes| paths(strokes)) />
                        <path d=move || line.with(|line| path(line)) />
                    </svg>
                </div>
                <Actions>
                    <Button
                        label=words::UNDO_STROKE
                        look=ButtonLook::Quiet
                        blocked=nothing_back
                        on_press=undo
                    />
                    <Button
                        label=words::CLEAR_SIGNATURE
                        look=ButtonLook::Quiet
                        blocked=none
                        on_press=clear
                    />
                </Actions>
            }
            .into_any()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: Sheet = Sheet {
        width: 1000,
        height: 400,
    };

    #[test]
    fn lines_are_drawn_as_paths_and_a_point_as_a_dot() {
        assert_eq!(path(&[1, 2, 30, 40]), "M1 2L30 40");
        assert_eq!(path(&[1, 2]), "M1 2h0");
        assert_eq!(paths(&[vec![1, 2], vec![3, 4, 9, 9]]), "M1 2h0M3 4L9 9");
        assert_eq!(paths(&[]), "");
    }

    #[test]
    fn a_point_is_where_the_finger_is_and_close_ones_are_left_out() {
        let place = |across, down| Place { across, down };
        assert_eq!(SHEET.point(place(0.0, 0.0)), [0, 0]);
        assert_eq!(SHEET.point(place(1.0, 1.0)), [1000, 400]);
        assert_eq!(SHEET.point(place(0.2504, 0.5)), [250, 200]);
        let mut line = vec![10, 10];
        assert!(!lead_on(&mut line, [13, 13]));
        assert!(lead_on(&mut line, [14, 10]));
        assert_eq!(line, [10, 10, 14, 10]);
    }
}
