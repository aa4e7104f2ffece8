//! The calls that are made once an envelope, straight over N-API: the conversions of `napi` would take half as long
//! again as judging does, and a `String` takes two calls and an allocation. The addon's only unsafe code.

use std::{cell::RefCell, ptr::null_mut, slice};

use napi::{
    JsError,
    bindgen_prelude::{Env, Result},
    sys::{self, Status, TypedarrayType},
};

use crate::{
    classifier, failed,
    failure::{self, guarded},
};

/// How many bytes the buffer for texts has; `lib/classifier.cjs` hands over longer texts as bytes.
const ROOM: usize = 65_536;

/// A character may not fit and then is left out as a whole, and a zero is written behind the text.
const ROOM_OF_AN_END: usize = 4;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; ROOM]);
}

/// `classOf(number, status, bytes)`: the class of a body; undefined where other threads may change it, as it is shared.
pub(crate) unsafe extern "C" fn class_of(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: Node made `env` and `info` for this call.
    unsafe { answer(env, info, Arguments::of_bytes) }
}

/// `classOfText(number, status, text)`: the class of a body that is a text of at most 20,000 UTF-16 code units.
pub(crate) unsafe extern "C" fn class_of_text(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: Node made `env` and `info` for this call.
    unsafe { answer(env, info, |arguments| arguments.of_text().map(Some)) }
}

/// Gives JavaScript a class, nothing, or an error to throw; no panic leaves it.
///
/// # Safety
///
/// `env` and `info` are those of the running call.
unsafe fn answer(
    env: sys::napi_env,
    info: sys::napi_callback_info,
    class: impl FnOnce(&Arguments) -> Result<Option<u8>>,
) -> sys::napi_value {
    // SAFETY: as above.
    let judged = guarded(|| class(&unsafe { Arguments::read(env, info) }?)).flatten();
    let mut value = null_mut();
    match judged {
        Ok(None) => {}
        // SAFETY: `env` is that of the running call, and `value` has room for a handle. It stays null on failure.
        Ok(Some(class)) => _ = unsafe { sys::napi_create_uint32(env, class.into(), &raw mut value) },
        // SAFETY: `env` is that of the running call.
        Err(error) => unsafe { JsError::from(error).throw_into(env) },
    }
    value
}

/// The arguments of the running call: its handles are good.
struct Arguments {
    env: sys::napi_env,
    number: u32,
    status: i32,
    body: sys::napi_value,
}

impl Arguments {
    /// # Safety
    ///
    /// `env` and `info` are those of the running call, which the arguments must not outlive.
    unsafe fn read(env: sys::napi_env, info: sys::napi_callback_info) -> Result<Self> {
        let (mut values, mut count) = ([null_mut(); 3], 3);
        let (mut number, mut status) = (0, 0);
        // SAFETY: the handles are good, and there is room for `count` values, of which those not given are undefined.
        let called =
            unsafe { sys::napi_get_cb_info(env, info, &raw mut count, values.as_mut_ptr(), null_mut(), null_mut()) };
        let [first, second, body] = values;
        // SAFETY: the call above made the handles, and there is room for a number each.
        let is_read = called == Status::napi_ok
            && unsafe { sys::napi_get_value_uint32(env, first, &raw mut number) } == Status::napi_ok
            && unsafe { sys::napi_get_value_int32(env, second, &raw mut status) } == Status::napi_ok;
        if is_read { Ok(Self { env, number, status, body }) } else { Err(failed("a number and a status are needed")) }
    }

    fn of_bytes(&self) -> Result<Option<u8>> {
        let (mut kind, mut length) = (0, 0);
        let (mut start, mut memory) = (null_mut(), null_mut());
        let mut is_own = false;
        // SAFETY: the handles are good, and each pointer leads to room for what is written.
        let is_read = unsafe {
            sys::napi_get_typedarray_info(
                self.env,
                self.body,
                &raw mut kind,
                &raw mut length,
                &raw mut start,
                &raw mut memory,
                null_mut(),
            )
        };
        if is_read != Status::napi_ok || kind != TypedarrayType::uint8_array {
            return Err(failure::argument(&Env::from_raw(self.env), "body", "must be a string or a Uint8Array"));
        }
        // SAFETY: as above. A `SharedArrayBuffer` is no `ArrayBuffer`.
        let is_known = unsafe { sys::napi_is_arraybuffer(self.env, memory, &raw mut is_own) };
        if is_known != Status::napi_ok || !is_own {
            return Ok(None);
        }
        // Nothing is where an array without bytes, or detached from them, begins.
        let body = if length == 0 || start.is_null() {
            &[]
        } else {
            // SAFETY: so many bytes begin there. Only JavaScript of this thread may change or free them, and none runs
            // before this call ends.
            unsafe { slice::from_raw_parts(start.cast::<u8>(), length) }
        };
        classifier::class_of(self.number, self.status, body).map(Some)
    }

    /// Half of a surrogate pair is U+FFFD, as `TextEncoder` has it.
    fn of_text(&self) -> Result<u8> {
        BUFFER.with_borrow_mut(|buffer| {
            let mut length = 0;
            let (room, start) = (buffer.len(), buffer.as_mut_ptr());
            // SAFETY: the handles are good, and `room` bytes may be written from `start`.
            let is_read =
                unsafe { sys::napi_get_value_string_utf8(self.env, self.body, start.cast(), room, &raw mut length) };
            match buffer.get(..length) {
                Some(text) if is_read == Status::napi_ok && length + ROOM_OF_AN_END < room => {
                    classifier::class_of(self.number, self.status, text)
                }
                _ => Err(failed("no string, or too long a one")),
            }
        })
    }
}
