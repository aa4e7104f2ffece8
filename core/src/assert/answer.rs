/// An HTTP status: a number, or with the feature `http` a `StatusCode`.
pub trait HttpStatus: Copy {
    /// The status as a number.
    fn number(self) -> u16;
}

impl HttpStatus for u16 {
    fn number(self) -> u16 {
        self
    }
}

#[cfg(feature = "http")]
impl HttpStatus for http::StatusCode {
    fn number(self) -> u16 {
        self.as_u16()
    }
}

/// An answer of a service, its body read to the end: a status and bytes, as a pair or as a type of `http`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no whole answer of a service",
    note = "a pair of status and body is one; with the feature `http`, so is `http::Response` over bytes or text",
    note = "with the feature `axum`, read the body first: `lockstep_core::assert::whole(response).await`"
)]
pub trait WholeAnswer {
    /// The HTTP status.
    fn status(&self) -> u16;

    /// The bytes of the body.
    fn body(&self) -> &[u8];
}

impl<S: HttpStatus, B: AsRef<[u8]>> WholeAnswer for (S, B) {
    fn status(&self) -> u16 {
        self.0.number()
    }

    fn body(&self) -> &[u8] {
        self.1.as_ref()
    }
}

impl<A: WholeAnswer + ?Sized> WholeAnswer for &A {
    fn status(&self) -> u16 {
        (**self).status()
    }

    fn body(&self) -> &[u8] {
        (**self).body()
    }
}

// Without it, the compiler complains about `AsRef` where a body was not read yet, and nobody sees the notes above.
#[diagnostic::do_not_recommend]
#[cfg(feature = "http")]
impl<B: AsRef<[u8]>> WholeAnswer for http::Response<B> {
    fn status(&self) -> u16 {
        self.status().as_u16()
    }

    fn body(&self) -> &[u8] {
        self.body().as_ref()
    }
}

/// A response with its body read to the end, as [`assert_conforms!`](crate::assert_conforms) takes it.
///
/// For the responses of axum 0.7 and later, and for those of every other library whose bodies are `http-body` 1, such
/// as hyper and tonic.
///
/// # Errors
///
/// Where the body ends in an error.
///
/// # Example: a body that comes in frames
///
/// ```
/// use http_body_util::Full;
/// use lockstep_core::{assert::whole, assert_conforms};
///
/// # async fn test() -> Result<(), std::convert::Infallible> {
/// let body = r#"{"service_contract_version":"service.v3","error":{"code":"query_failed","message":"no index"}}"#;
/// let response = http::Response::builder().status(500).body(Full::new(body.as_bytes())).unwrap();
/// assert_conforms!(whole(response).await?, code = "query_failed");
/// # Ok(())
/// # }
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(std::pin::pin!(test()).poll(&mut context).is_ready());
/// ```
#[cfg(feature = "axum")]
pub async fn whole<B: http_body::Body>(
    response: http::Response<B>,
) -> Result<http::Response<alloc::vec::Vec<u8>>, B::Error> {
    use http_body_util::BodyExt as _;

    let (head, body) = response.into_parts();
    let bytes = body.collect().await?.to_bytes();
    Ok(http::Response::from_parts(head, bytes.into()))
}
