using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Cli.Printers;

/// <summary>What <c>journal -o json</c> prints (docs/schema/journal.json).</summary>
internal sealed record JournalDocument(string ApiVersion, string Kind, JournalDocument.ActionPart[] Items)
{
    public static JournalDocument From(IReadOnlyList<JournaledAction> actions) =>
        new(JsonText.ApiVersion, "Journal", [.. actions.Select(From)]);

    private static ActionPart From(JournaledAction action) =>
        new(
            PlainText.Rfc3339(action.At),
            JournalReader.WordOf(action.Kind),
            action.User,
            action.Context,
            action.Server,
            action.Namespace,
            JournalReader.ReleaseOf(action),
            action.Record,
            action.Uid,
            action.Checks.ToDictionary(check => check.Id, check => check.State, StringComparer.Ordinal),
            [.. action.Overrides.Select(one => new OverridePart(one.CheckId, one.Reason))],
            [.. action.Attested],
            action.Backup.Length > 0 ? action.Backup : null,
            action.Result.Length > 0 ? action.Result : null,
            action.Applied,
            [.. action.Lines]
        );

    /// <param name="Result">Null where the journal has none: the run was interrupted.</param>
    /// <param name="Applied">Whether the cluster was changed; null where that is not known.</param>
    internal sealed record ActionPart(
        string Time,
        string Action,
        string User,
        string Context,
        string Server,
        string Namespace,
        string Release,
        string Record,
        string Uid,
        Dictionary<string, string> Checks,
        OverridePart[] Overrides,
        string[] Attested,
        string? Backup,
        string? Result,
        bool? Applied,
        string[] Lines
    );

    internal sealed record OverridePart(string Check, string Reason);
}
