namespace Helmstuck.Tui.State;

internal enum Pane
{
    Releases,
    Detail,
}
