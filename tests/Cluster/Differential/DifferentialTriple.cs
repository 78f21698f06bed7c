using Helmstuck.Helm.Outlook;

namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>What is done to the release, for real, before Helm runs.</summary>
internal enum DifferentialStage
{
    Now,
    AfterDelete,
    AfterDeleteAll,
    AfterMarkFailed,
}

/// <summary>One question to the real Helm: this history, this command, this major version.</summary>
internal sealed record DifferentialTriple(
    string Name,
    SeededHistory History,
    DifferentialStage Stage,
    string Command,
    int Helm,
    string Driver = "secret"
)
{
    /// <summary>Helm is asked while the namespace is being deleted.</summary>
    public bool Terminating { get; init; }

    /// <summary>Every command that a forecast speaks of.</summary>
    public static readonly IReadOnlyList<string> Commands =
    [
        "upgrade",
        "upgrade --install",
        "install",
        "install --replace",
        "rollback",
        "uninstall",
        "list",
    ];

    /// <summary>What the forecast says about the command; null for list.</summary>
    public static Verdict? VerdictOf(Forecast forecast, string command) =>
        command switch
        {
            "upgrade" => forecast.Upgrade,
            "upgrade --install" => forecast.UpgradeInstall,
            "install" => forecast.Install,
            "install --replace" => forecast.InstallReplace,
            "rollback" => forecast.Rollback,
            "uninstall" => forecast.Uninstall,
            _ => null,
        };

    public override string ToString() =>
        $"{Name}{(Stage == DifferentialStage.Now ? "" : $", {Stage}")}{(Driver == "secret" ? "" : ", " + Driver)}"
        + $"{(Terminating ? ", Terminating" : "")}: helm{Helm} {Command}  [{History}]";
}
