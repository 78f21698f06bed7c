using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>A backup on disk: the whole object as the API returned it.</summary>
internal sealed record Backup(string Path, string ObjectName, long Revision)
{
    /// <summary>The program that encrypted it; null: it is not encrypted.</summary>
    public string? EncryptedBy { get; init; }

    /// <summary>The object, for as long as this program runs; null if it was not written by this run.</summary>
    public ReadOnlyMemory<byte>? Plain { get; init; }

    /// <summary>The command that restores it; the key, or another program than age and gpg, is the person's.</summary>
    public string RestoreCommand => EncryptedBy is null ? $"kubectl helmstuck restore {File}" : $"{Decrypt} | kubectl helmstuck restore -";

    private string File => Shell.Quote(Path);

    private string Decrypt =>
        EncryptedBy switch
        {
            "age" or "rage" => $"{EncryptedBy} --decrypt --identity KEYFILE {File}",
            "gpg" or "gpg2" => $"{EncryptedBy} --decrypt {File}",
            _ => $"DECRYPT < {File}",
        };
}
