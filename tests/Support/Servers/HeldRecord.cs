namespace Helmstuck.Tests.Support;

/// <summary>A release record as <see cref="SecondClient"/> finds it in the cluster.</summary>
/// <param name="Type">The type of the Secret; "" for a ConfigMap, which has none.</param>
/// <param name="Labels">All labels in the order of their names: "name=web,owner=helm".</param>
/// <param name="Data">All data in the order of their keys, as they are stored: "release=H4sI…".</param>
internal sealed record HeldRecord(string Name, string Uid, string ResourceVersion, string Type, string Labels, string Data)
{
    /// <summary>What a restore must bring back: everything but what the API server gives out anew.</summary>
    public HeldRecord Content => this with { Uid = "", ResourceVersion = "" };

    /// <summary>The same record with another status in its label.</summary>
    public HeldRecord WithStatus(string status) =>
        this with
        {
            Labels = string.Join(
                ',',
                Labels.Split(',').Select(label => label.StartsWith("status=", StringComparison.Ordinal) ? $"status={status}" : label)
            ),
        };
}
