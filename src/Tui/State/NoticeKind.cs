namespace Helmstuck.Tui.State;

internal enum NoticeKind
{
    Done,
    Hint,
    Error,
}
