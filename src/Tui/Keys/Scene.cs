namespace Helmstuck.Tui.Keys;

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
