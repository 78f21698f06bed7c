namespace Helmstuck.Tui.State;

internal sealed record Notice(NoticeKind Kind, string Text);
