namespace Helmstuck.Tests.Terminal;

/// <summary>The published binary's own cluster on a screen.</summary>
internal static class DemoScreen
{
    /// <summary>The program's variables: nobody's settings, and UTF-8.</summary>
    public static Dictionary<string, string?> Environment =>
        new()
        {
            ["XDG_CONFIG_HOME"] = "/nonexistent",
            ["XDG_STATE_HOME"] = "/nonexistent",
            ["KUBECONFIG"] = "/nonexistent",
            ["HELM_DRIVER"] = null,
            ["COLORTERM"] = null,
            ["LC_ALL"] = "C.UTF-8",
        };

    public static PseudoTerminal Start(int columns, int rows) =>
        PseudoTerminal.Start(PseudoTerminal.Product, ["--demo"], columns, rows, Environment);

    /// <summary>Starts it and hides the guide, once everything is read.</summary>
    public static async Task<PseudoTerminal> OpenAsync(int columns, int rows)
    {
        var terminal = Start(columns, rows);
        await terminal.WaitUntilAsync(
            screen => EndToEnd.Screens.IsRead(screen) && screen.Contains("polling every ") && screen.Contains("What is stuck: answer 1."),
            "all is read, it is known how changes are noticed, and the guide is shown"
        );
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => !screen.Contains("What is stuck: answer 1."), "the guide is hidden");
        return terminal;
    }
}
