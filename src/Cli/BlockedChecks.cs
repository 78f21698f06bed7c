using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Cli;

/// <summary>What <c>unstick</c> says where checks block it.</summary>
internal static class BlockedChecks
{
    private const int Blocked = 4;

    /// <summary>Gives the exit code: 1 if nothing blocks but admission, which no flag lifts.</summary>
    public static int Say(CliStreams streams, GateDecision gate)
    {
        streams.Say("refused: nothing was changed");
        foreach (var check in gate.Blocking)
        {
            streams.Say($"  {check.Id}: {ReviewText.Of(check.State)}: {check.Summary}");
            foreach (var evidence in check.Evidence)
                streams.Say($"    {evidence}");
        }
        foreach (var check in gate.Blocking)
            streams.Say(
                check switch
                {
                    _ when CheckList.IsAttestable(check) => $"to attest \"{CheckList.Of(check).Attestation}\": --attest {check.Id}",
                    _ when CheckList.IsOverridable(check) => $"to override it: --override {check.Id}=REASON",
                    _ => $"{check.Id} cannot be overridden",
                }
            );
        if (!gate.Blocking.All(PermissionsCheck.IsRefusedByAdmission))
            return Blocked;
        streams.Say("nothing was changed");
        return 1;
    }
}
