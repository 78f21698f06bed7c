using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>The list under the namespace prompt.</summary>
internal static class NamespaceChoice
{
    public const string AllNamespaces = "(all namespaces)";

    /// <summary>The namespaces that contain the typed text, after "all namespaces".</summary>
    public static IReadOnlyList<string> Shown(Overlay.Namespaces prompt) =>
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

    private static string? Name(string shown) => shown == AllNamespaces ? null : shown;
}
