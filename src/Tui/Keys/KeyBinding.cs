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

/// <summary>What receives a key.</summary>
internal enum Scene
{
    /// <summary>The panes.</summary>
    Main,

    /// <summary>The dialog before a delete or a mark.</summary>
    Dialog,

    /// <summary>A line of text: filter, namespace, reason. Every other key is text.</summary>
    Line,

    /// <summary>A page to read: help, commands, result.</summary>
    Page,

    /// <summary>A question that Enter answers with yes.</summary>
    Question,

    /// <summary>Something is in progress.</summary>
    Progress,
}

/// <summary>
/// One line of the key list. <paramref name="Label"/> and <paramref name="Does"/> are what the help and the README print,
/// an empty text means that the binding shares the line of the previous one. <paramref name="Short"/> is the footer's word (empty: not in
/// the footer). <paramref name="Page"/> names the page that <see cref="Command.OpenPage"/> opens.
/// </summary>
internal sealed record KeyBinding(
    Scene Scene,
    Command Command,
    IReadOnlyList<string> Keys,
    string Label,
    string Does,
    string Short = "",
    string Page = ""
);
