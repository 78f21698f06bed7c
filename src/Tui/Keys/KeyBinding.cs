namespace Helmstuck.Tui.Keys;

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
)
{
    /// <summary>Whether it begins a change of the cluster.</summary>
    public bool Changes => Command is Command.Delete or Command.MarkFailed or Command.Undo;
}
