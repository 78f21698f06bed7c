namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>
/// Who may use whom: each folder of src/ with the folders that it may use besides itself. <c>Helm/*</c> is every room of Helm, and an entry
/// that ends in .cs is the type of that file alone.
/// </summary>
internal static class Rooms
{
    private static readonly string[] TextTools = ["Terminal/Clean.cs", "Terminal/TextWidth.cs"];

    private static readonly string[] Facts = ["Helm/*", "Health", "Pipelines", "Runbook", "Runbook/Checks", "Runbook/Reviewing"];

    private static readonly string[] Screen = [.. Facts, "Survey", "Recovery", "Terminal"];

    private static readonly string[] Cluster = ["Kube", "Kube/Client", "Kube/Resources"];

    public static readonly IReadOnlyDictionary<string, string[]> MayUse = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [""] = ["Hosting", "Cli", "Recovery", "Kube/Transport"],
        ["Hosting"] =
        [
            "Cli",
            "Tui/Loop",
            "Tui/State",
            "Config",
            "Demo",
            "Terminal",
            "Recovery",
            "Survey",
            "Processes",
            "Kube/Configuration",
            .. Cluster,
            .. Facts,
        ],

        ["Cli"] = ["Cli/Printers", "Go", "Recovery", "Survey", .. Cluster, .. Facts, .. TextTools],
        ["Cli/Printers"] = ["Recovery", "Survey", .. Facts, .. TextTools],

        ["Tui/Loop"] = ["Tui/Update", "Tui/Views", "Tui/Placement", "Tui/Dialogs", "Tui/Keys", "Tui/Pages", "Tui/State", .. Screen],
        ["Tui/Views"] = ["Tui/Placement", "Tui/Dialogs", "Tui/Keys", "Tui/Pages", "Tui/State", .. Screen],
        ["Tui/Update"] = ["Tui/Placement", "Tui/Dialogs", "Tui/Keys", "Tui/Pages", "Tui/State", .. Screen],
        ["Tui/Placement"] = ["Tui/Dialogs", "Tui/Keys", "Tui/Pages", "Tui/State", .. Screen],
        ["Tui/Dialogs"] = ["Tui/Keys", "Tui/Pages", "Tui/State", .. Screen],
        ["Tui/Keys"] = ["Tui/Pages", "Tui/State", .. Screen],
        ["Tui/Pages"] = ["Tui/State", .. Screen],
        ["Tui/State"] = Screen,

        ["Recovery"] = ["Survey", "Processes", .. Cluster, .. Facts],
        ["Survey"] = ["Processes", "Kube/Configuration/Kubeconfig.cs", .. Cluster, .. Facts],

        ["Runbook/Reviewing"] = ["Runbook/Checks", "Runbook", "Helm/*", "Health", "Pipelines", "Go", .. TextTools],
        ["Runbook/Checks"] = ["Runbook", "Helm/*", "Health", "Pipelines", "Kube/Resources", "Go", .. TextTools],
        ["Runbook"] = ["Helm/*", "Health", "Pipelines", "Go", .. TextTools],

        ["Helm/Outlook"] = ["Helm/Records", "Helm/Manifests", "Kube/Resources", "Go"],
        ["Helm/Payload"] = ["Helm/Records", "Kube/Resources", "Go"],
        ["Helm/Live"] = ["Helm/Manifests", "Kube/Resources", "Go"],
        ["Helm/Records"] = ["Helm/Manifests", "Kube/Resources", "Go"],
        ["Helm/Manifests"] = ["Go"],
        ["Health"] = ["Kube/Resources", "Go"],
        ["Pipelines"] = ["Kube/Resources", "Processes", "Go"],

        ["Demo"] = ["Kube/Resources"],
        ["Kube/Client"] = ["Kube/Configuration", "Kube/Transport", "Kube/Certificates", "Kube/Wire", "Kube/Resources", "Kube", "Go"],
        ["Kube/Configuration"] = ["Kube/Transport", "Kube/Certificates", "Kube", "Go"],
        ["Kube/Transport"] = ["Kube/Exec", "Kube/Certificates", "Kube", "Processes", "Go"],
        ["Kube/Exec"] = ["Kube/Certificates", "Kube/Resources", "Kube", "Processes"],
        ["Kube/Certificates"] = ["Kube"],
        ["Kube/Wire"] = ["Kube/Resources", "Kube"],
        ["Kube"] = ["Kube/Resources", "Go"],
        ["Kube/Resources"] = ["Go"],

        ["Config"] = ["Go"],
        ["Terminal"] = [],
        ["Processes"] = [],
        ["Go"] = [],
    };

    /// <summary>A room is allowed by its own entry, by the entry of its part, or through one of its files.</summary>
    public static bool Allows(string[] allowed, string file)
    {
        var room = Sources.RoomOf(file);
        var type = file.Split('.')[0] + ".cs";
        return allowed.Contains(room) || allowed.Contains(room.Split('/')[0] + "/*") || allowed.Contains(type);
    }
}
