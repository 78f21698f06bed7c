using System.CommandLine;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Cli;

/// <summary>The option that attests an unknown check.</summary>
internal static class AttestOption
{
    public static Option<string[]> New()
    {
        var attest = new Option<string[]>("--attest")
        {
            Description = string.Join("; ", CheckList.Attestable.Select(check => $"{check.Id}: {check.Attestation}")),
            HelpName = string.Join('|', CheckList.Attestable.Select(check => check.Id)),
            AllowMultipleArgumentsPerToken = false,
        };
        attest.AcceptOnlyFromAmong([.. CheckList.Attestable.Select(check => check.Id)]);
        return attest;
    }
}
