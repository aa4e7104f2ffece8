//! The executor: a future that asks its host for something becomes a task that can be resumed.
//!
//! No runtime is needed, because the only thing a task ever waits for is its host's replies.

use std::{
    cell::Cell,
    fmt,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use crate::{
    past::Revision,
    request::{Reply, Request},
};

/// What a task has come to.
#[derive(Debug)]
pub enum Progress<'a, T> {
    /// It waits for replies to these requests; resume it with one reply a request, in their order.
    Need(Task<'a, T>, Vec<Request>),
    /// It has ended.
    Done(T),
}

/// A computation that pauses whenever it needs its host.
pub struct Task<'a, T> {
    future: Pin<Box<dyn Future<Output = T> + 'a>>,
    channel: Rc<Channel>,
}

impl<'a, T> Task<'a, T> {
    /// A task that has not begun; its first [`resume`](Self::resume) takes no replies.
    pub fn new<F: Future<Output = T> + 'a>(body: impl FnOnce(Host) -> F) -> Self {
        let channel = Rc::<Channel>::default();
        let future = Box::pin(body(Host { channel: Rc::clone(&channel), past: None }));
        Self { future, channel }
    }

    /// Runs until the next requests or the end. A reply that is missing counts as a failure of the
    /// host, one too many is dropped.
    pub fn resume(mut self, replies: Vec<Reply>) -> Progress<'a, T> {
        self.channel.replies.set(Some(replies));
        match self.future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Progress::Done(value),
            Poll::Pending => {
                let requests = self.channel.requests.take();
                Progress::Need(self, requests)
            }
        }
    }
}

impl<T> fmt::Debug for Task<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Task").finish_non_exhaustive()
    }
}

/// Where a task puts its questions.
#[derive(Debug)]
pub struct Host {
    channel: Rc<Channel>,
    /// Where files are read, if not where they stand now.
    past: Option<Revision>,
}

#[derive(Default)]
struct Channel {
    requests: Cell<Vec<Request>>,
    replies: Cell<Option<Vec<Reply>>>,
}

impl fmt::Debug for Channel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Channel").finish_non_exhaustive()
    }
}

impl Host {
    /// The same host, but files and lists of files of a folder come from a commit.
    pub(crate) fn at(&self, revision: Revision) -> Self {
        Self { channel: Rc::clone(&self.channel), past: Some(revision) }
    }

    /// Asks several things in one round trip; the replies come in the order of the requests.
    pub(crate) async fn all<const COUNT: usize>(&self, requests: [Request; COUNT]) -> [Reply; COUNT] {
        let mut replies = self.each(requests.into()).await.into_iter();
        // INVARIANT: there is a reply for each request.
        std::array::from_fn(|_| replies.next().unwrap_or(Reply::Missing))
    }

    /// Asks any number of things in one round trip; the replies come in the order of the requests.
    pub(crate) async fn each(&self, requests: Vec<Request>) -> Vec<Reply> {
        match &self.past {
            Some(revision) => revision.answer(self, requests).await,
            None => self.exchange(requests).await,
        }
    }

    /// The same, whatever commit files are read at.
    pub(crate) async fn exchange(&self, requests: Vec<Request>) -> Vec<Reply> {
        if requests.is_empty() {
            return Vec::new();
        }
        let count = requests.len();
        let mut replies = Exchange { channel: &self.channel, requests: Some(requests) }.await;
        replies.resize(count, Reply::Failed("the host gave no answer".into()));
        replies
    }

    /// Asks one thing.
    pub(crate) async fn ask(&self, request: Request) -> Reply {
        let [reply] = self.all([request]).await;
        reply
    }
}

struct Exchange<'c> {
    channel: &'c Channel,
    /// Taken when they are handed over, so that the second poll fetches the replies.
    requests: Option<Vec<Request>>,
}

impl Future for Exchange<'_> {
    type Output = Vec<Reply>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Vec<Reply>> {
        match self.requests.take() {
            Some(requests) => {
                self.channel.requests.set(requests);
                Poll::Pending
            }
            None => Poll::Ready(self.channel.replies.take().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str) -> Request {
        Request::Environment { name: name.into() }
    }

    #[test]
    fn a_task_asks_waits_and_ends() {
        let task = Task::new(|host| async move {
            let [first, second] = host.all([environment("A"), environment("B")]).await;
            let third = host.ask(Request::Today).await;
            (first, second, third)
        });
        let Progress::Need(task, requests) = task.resume(Vec::new()) else { panic!("asks first") };
        assert_eq!(requests.len(), 2);
        let Progress::Need(task, requests) = task.resume(vec![Reply::Missing, Reply::Yes]) else {
            panic!("asks again")
        };
        assert_eq!(requests.len(), 1);
        let Progress::Done(replies) = task.resume(vec![Reply::No]) else { panic!("ends") };
        assert_eq!(replies, (Reply::Missing, Reply::Yes, Reply::No));
    }

    #[test]
    fn replies_that_are_missing_are_failures() {
        let task = Task::new(|host| async move { host.all([Request::Today, Request::Today]).await });
        let Progress::Need(task, _) = task.resume(Vec::new()) else { panic!("asks") };
        let Progress::Done([first, second]) = task.resume(vec![Reply::Yes]) else { panic!("ends") };
        assert_eq!(first, Reply::Yes);
        assert!(matches!(second, Reply::Failed(_)));
    }
}
