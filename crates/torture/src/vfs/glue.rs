//! SQLite's interface to a file system, over a [`Disk`]. The only unsafe code of the project: the
//! interface is one of C. Each function looks up its open file and hands on to safe code.
#![allow(unsafe_code, reason = "SQLite's file-system interface is one of C")]

use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{ptr, slice, thread};

use rusqlite::ffi;

use super::disk::{Disk, Trouble};
use super::locks::Shared;

/// A disk in use.
struct Mounted {
    disk: Arc<Disk>,
    /// Where SQLite's temporary files are: on another disk, which never fails, so that faults hit
    /// what has to last.
    scratch: Disk,
    shared: Mutex<HashMap<String, Shared>>,
}

impl Mounted {
    fn shared(&self) -> MutexGuard<'_, HashMap<String, Shared>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the registered file system points to.
struct Slot {
    mounted: Mutex<Arc<Mounted>>,
    opened: AtomicU64,
}

/// A place to plug disks in, known to SQLite by its name for as long as the process lives.
pub struct Drive {
    name: String,
    slot: &'static Slot,
}

impl Drive {
    /// A new drive with an empty disk in it.
    pub fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let name = format!("drive-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let slot: &'static Slot = Box::leak(Box::new(Slot {
            mounted: Mutex::new(mounted(Arc::new(Disk::new(0)))),
            opened: AtomicU64::new(1),
        }));
        let c_name = CString::new(name.as_str()).unwrap_or_default();
        let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<Handle>() as c_int,
            mxPathname: LONGEST_NAME,
            pNext: ptr::null_mut(),
            zName: c_name.into_raw(),
            pAppData: ptr::from_ref(slot).cast_mut().cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time_int64),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the structure, its name and the slot were leaked just now, so they live as long
        // as the process, which is what SQLite asks of a registered file system.
        let registered = unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
        assert_eq!(registered, ffi::SQLITE_OK, "SQLite takes the drive");
        Self { name, slot }
    }

    /// The name to open databases with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Puts a disk in. Files that are open stay on the disk that they were opened on.
    pub fn plug(&self, disk: Arc<Disk>) {
        *self
            .slot
            .mounted
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = mounted(disk);
    }
}

fn mounted(disk: Arc<Disk>) -> Arc<Mounted> {
    Arc::new(Mounted {
        disk,
        scratch: Disk::new(0),
        shared: Mutex::default(),
    })
}

const LONGEST_NAME: c_int = 1024;
/// As SQLite's own file system says.
const SECTOR_SIZE: c_int = 4096;

/// An open file, as SQLite keeps it; it begins with SQLite's own part.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    open: *mut Open,
}

/// What we know of an open file.
struct Open {
    mounted: Arc<Mounted>,
    name: String,
    holder: u64,
    temporary: bool,
}

impl Open {
    fn disk(&self) -> &Disk {
        if self.temporary {
            &self.mounted.scratch
        } else {
            &self.mounted.disk
        }
    }

    fn with_shared<T>(&self, work: impl FnOnce(&mut Shared) -> T) -> T {
        work(self.mounted.shared().entry(self.name.clone()).or_default())
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// The disk that is plugged in now.
///
/// # Safety
/// `vfs` is a file system that [`Drive::new`] registered.
unsafe fn plugged(vfs: *mut ffi::sqlite3_vfs) -> (Arc<Mounted>, &'static Slot) {
    // SAFETY: `Drive::new` put a leaked `Slot` there.
    let slot: &'static Slot = unsafe { &*(*vfs).pAppData.cast::<Slot>() };
    let mounted = slot.mounted.lock().unwrap_or_else(PoisonError::into_inner);
    (mounted.clone(), slot)
}

/// An open file.
///
/// # Safety
/// `file` was filled by [`open`] and not closed since.
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> &'a Open {
    // SAFETY: SQLite hands back the room that it gave to `open`, which put a boxed `Open` there;
    // only `close` frees it.
    unsafe { &*(*file.cast::<Handle>()).open }
}

/// A name that SQLite passes, or none.
///
/// # Safety
/// `name` is null or ends with a zero byte.
unsafe fn text(name: *const c_char) -> Option<String> {
    // SAFETY: as the caller promises.
    let name = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) });
    name.map(|name| name.to_string_lossy().into_owned())
}

fn code(outcome: Result<(), Trouble>, failed: c_int) -> c_int {
    match outcome {
        Ok(()) => ffi::SQLITE_OK,
        Err(Trouble::Full) => ffi::SQLITE_FULL,
        Err(Trouble::Failed | Trouble::Missing) => failed,
    }
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this with the file system that was registered.
    let (mounted, slot) = unsafe { plugged(vfs) };
    let holder = slot.opened.fetch_add(1, Ordering::Relaxed);
    // SAFETY: SQLite passes a name or null.
    let given = unsafe { text(name) };
    let temporary = given.is_none() || flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
    let name = given.unwrap_or_else(|| format!("temporary-{holder}"));
    let made = if temporary {
        mounted.scratch.make(&name)
    } else if flags & ffi::SQLITE_OPEN_CREATE != 0 {
        mounted.disk.make(&name)
    } else if mounted.disk.exists(&name) {
        Ok(())
    } else {
        Err(Trouble::Missing)
    };
    // SAFETY: `file` has room for a `Handle`, as `szOsFile` asked for. Without methods, SQLite
    // does not close what was not opened.
    unsafe { (*file).pMethods = ptr::null() };
    if made.is_err() {
        return ffi::SQLITE_CANTOPEN;
    }
    let open = Box::into_raw(Box::new(Open {
        mounted,
        name,
        holder,
        temporary,
    }));
    let base = ffi::sqlite3_file { pMethods: &METHODS };
    // SAFETY: as above.
    unsafe { file.cast::<Handle>().write(Handle { base, open }) };
    if !out_flags.is_null() {
        // SAFETY: SQLite passes null or room for an integer.
        unsafe { *out_flags = flags };
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes an open file once; the box comes back from where `open` left it.
    let open = unsafe { Box::from_raw((*file.cast::<Handle>()).open) };
    open.with_shared(|shared| {
        shared.unmap(open.holder);
        shared.unlock(open.holder, ffi::SQLITE_LOCK_NONE);
    });
    if open.temporary {
        // There is nobody to tell, and the disk never fails.
        let _ = open.disk().remove(&open.name, false);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    buffer: *mut c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite reads from open files only.
    let open = unsafe { opened(file) };
    // SAFETY: SQLite passes room for `amount` bytes.
    let buffer = unsafe { slice::from_raw_parts_mut(buffer.cast::<u8>(), amount as usize) };
    match open.disk().read(&open.name, offset as usize, buffer) {
        Ok(there) if there == buffer.len() => ffi::SQLITE_OK,
        Ok(there) => {
            buffer.iter_mut().skip(there).for_each(|byte| *byte = 0);
            ffi::SQLITE_IOERR_SHORT_READ
        }
        Err(_) => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    buffer: *const c_void,
    amount: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite writes to open files only.
    let open = unsafe { opened(file) };
    // SAFETY: SQLite passes `amount` bytes.
    let bytes = unsafe { slice::from_raw_parts(buffer.cast::<u8>(), amount as usize) };
    code(
        open.disk().write(&open.name, offset as usize, bytes),
        ffi::SQLITE_IOERR_WRITE,
    )
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: SQLite cuts open files only.
    let open = unsafe { opened(file) };
    code(
        open.disk().resize(&open.name, size as usize),
        ffi::SQLITE_IOERR_TRUNCATE,
    )
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: SQLite flushes open files only.
    let open = unsafe { opened(file) };
    code(open.disk().flush(&open.name), ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    size: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite asks of open files only.
    let open = unsafe { opened(file) };
    let Ok(found) = open.disk().size(&open.name) else {
        return ffi::SQLITE_IOERR_FSTAT;
    };
    // SAFETY: SQLite passes room for the size.
    unsafe { *size = found as ffi::sqlite3_int64 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: SQLite locks open files only.
    let open = unsafe { opened(file) };
    match open.with_shared(|shared| shared.lock(open.holder, level)) {
        Ok(()) => ffi::SQLITE_OK,
        Err(_) => ffi::SQLITE_BUSY,
    }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: SQLite unlocks open files only.
    let open = unsafe { opened(file) };
    open.with_shared(|shared| shared.unlock(open.holder, level));
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, found: *mut c_int) -> c_int {
    // SAFETY: SQLite asks of open files only.
    let open = unsafe { opened(file) };
    let reserved = open.with_shared(|shared| shared.reserved());
    // SAFETY: SQLite passes room for the answer.
    unsafe { *found = c_int::from(reserved) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    _file: *mut ffi::sqlite3_file,
    _operation: c_int,
    _argument: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    SECTOR_SIZE
}

unsafe extern "C" fn device_characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    // As SQLite's own file system says: a torn write leaves the bytes beside it as they were.
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    at: c_int,
    size: c_int,
    extend: c_int,
    place: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite maps for open files only.
    let open = unsafe { opened(file) };
    let region = open.with_shared(|shared| {
        let region = shared.map(open.holder, at as usize, size as usize, extend != 0);
        // Its words are atomic, so writing them through a shared pointer is allowed.
        region.map_or(ptr::null_mut(), |words| words.as_ptr().cast_mut().cast())
    });
    // SAFETY: SQLite passes room for the address; the region stays until the last unmapping.
    unsafe { *place = region };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: SQLite locks for open files only.
    let open = unsafe { opened(file) };
    let (first, count) = (first as usize, count as usize);
    let taken = open.with_shared(|shared| {
        if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
            shared.free_slots(open.holder, first, count);
            Ok(())
        } else if flags & ffi::SQLITE_SHM_SHARED != 0 {
            shared.share_slots(open.holder, first, count)
        } else {
            shared.take_slots(open.holder, first, count)
        }
    });
    match taken {
        Ok(()) => ffi::SQLITE_OK,
        Err(_) => ffi::SQLITE_BUSY,
    }
}

unsafe extern "C" fn shm_barrier(_file: *mut ffi::sqlite3_file) {
    fence(Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    // SAFETY: SQLite unmaps for open files only.
    let open = unsafe { opened(file) };
    open.with_shared(|shared| shared.unmap(open.holder));
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flush: c_int,
) -> c_int {
    // SAFETY: SQLite calls this with the file system that was registered, and with a name.
    let (mounted, name) = unsafe { (plugged(vfs).0, text(name).unwrap_or_default()) };
    match mounted.disk.remove(&name, flush != 0) {
        Err(Trouble::Missing) => ffi::SQLITE_IOERR_DELETE_NOENT,
        outcome => code(outcome, ffi::SQLITE_IOERR_DELETE),
    }
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _flags: c_int,
    found: *mut c_int,
) -> c_int {
    // SAFETY: as in `delete`.
    let (mounted, name) = unsafe { (plugged(vfs).0, text(name).unwrap_or_default()) };
    // As SQLite's own file system: an empty log is as good as none.
    let there = mounted.disk.size(&name).is_ok_and(|size| size > 0);
    // SAFETY: SQLite passes room for the answer.
    unsafe { *found = c_int::from(there) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes a name, and room for as many bytes as it says.
    unsafe {
        let name = CStr::from_ptr(name).to_bytes_with_nul();
        if name.len() > room as usize {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(name.as_ptr().cast(), out, name.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(
    _vfs: *mut ffi::sqlite3_vfs,
    amount: c_int,
    out: *mut c_char,
) -> c_int {
    let seed = UNIX_EPOCH.elapsed().map_or(0, |now| now.as_nanos());
    let mut random = oorandom::Rand64::new(seed);
    for at in 0..amount as usize {
        // SAFETY: SQLite passes room for `amount` bytes.
        unsafe { out.add(at).write(random.rand_u64() as c_char) };
    }
    amount
}

unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    thread::sleep(Duration::from_micros(microseconds.max(0) as u64));
    microseconds
}

/// Milliseconds since noon of 24 November 4714 BC, which SQLite counts from.
fn julian_ms() -> i64 {
    const UNIX_EPOCH_JULIAN_MS: i64 = 210_866_760_000_000;
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    UNIX_EPOCH_JULIAN_MS + now.as_millis() as i64
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: SQLite passes room for the time.
    unsafe { *out = julian_ms() as f64 / 86_400_000.0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_int64(
    _vfs: *mut ffi::sqlite3_vfs,
    out: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite passes room for the time.
    unsafe { *out = julian_ms() };
    ffi::SQLITE_OK
}
