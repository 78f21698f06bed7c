using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>The list under the namespace prompt.</summary>
internal static class NamespaceChoice
{
    public const string AllNamespaces = "(all namespaces)";

    /// <summary>The namespaces that contain the typed text, after "all namespaces".</summary>
    public static List<string> Shown(Overlay.Namespaces prompt) =>
        [
            .. new[] { AllNamespaces }
                .Concat(prompt.Known ?? [])
                .Where(name => name.Contains(prompt.Typed, StringComparison.OrdinalIgnoreCase)),
        ];

    /// <summary>
    /// What Enter chooses: the line under the cursor, else the namespace with exactly the typed name, else the first that contains it,
    /// else the typed text. Null means all namespaces; empty means that nothing was chosen.
    /// </summary>
    public static string? Of(Overlay.Namespaces prompt)
    {
        var shown = Shown(prompt);
        if (prompt.Selected >= 0 && prompt.Selected < shown.Count)
            return Name(shown[prompt.Selected]);
        var typed = prompt.Typed.Trim();
        return
            typed.Length == 0
            || prompt.Known is not { } known
            || known.Contains(typed)
            || known.FirstOrDefault(name => name.Contains(typed, StringComparison.OrdinalIgnoreCase)) is not { } first
            ? typed
            : first;
    }

    /// <summary>The line that Enter chooses, as an index of <see cref="Shown"/>; -1 if no line is chosen.</summary>
    public static int Marked(Overlay.Namespaces prompt) =>
        prompt.Selected >= 0 && prompt.Selected < Shown(prompt).Count ? prompt.Selected
        : Of(prompt) is { Length: > 0 } name ? Shown(prompt).IndexOf(name)
        : -1;

    /// <summary>The prompt with the names that have arrived, and the cursor on the present namespace if nothing was typed.</summary>
    public static Overlay.Namespaces Arrived(Overlay.Namespaces prompt, NamespaceList list, string? present)
    {
        prompt = prompt with { Known = list.Names, Error = list.Error ?? "" };
        return prompt is { Typed.Length: 0, Selected: < 0 }
            ? prompt with
            {
                Selected = Shown(prompt).IndexOf(present ?? AllNamespaces),
            }
            : prompt;
    }

    private static string? Name(string shown) => shown == AllNamespaces ? null : shown;
}
