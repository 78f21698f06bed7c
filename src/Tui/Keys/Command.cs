namespace Helmstuck.Tui.Keys;

/// <summary>The command of a key.</summary>
internal enum Command
{
    Down,
    Up,
    Top,
    Bottom,
    PageDown,
    PageUp,
    NextPane,
    PreviousPane,
    Open,
    Back,

    /// <summary>Open the page of the detail that the binding names.</summary>
    OpenPage,
    Filter,
    CommandLine,
    Context,
    Sort,
    Complete,
    All,
    Namespace,
    Deep,
    Delete,
    MarkFailed,
    Undo,
    Report,
    Commands,
    Read,
    Repaint,
    Help,
    Suspend,
    Quit,
    Attest,
    Override,
    Erase,
    EraseAll,
    Confirm,
    Cancel,
}
