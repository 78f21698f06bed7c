namespace Helmstuck.Helm.Outlook;

internal enum VerdictOutcome
{
    /// <summary>Helm accepts the command and writes a new record (uninstall: starts deleting).</summary>
    Proceeds,

    /// <summary>Helm takes the install path.</summary>
    Installs,

    /// <summary>Helm writes nothing and prints the error.</summary>
    Refused,
}
