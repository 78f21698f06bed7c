using System.Globalization;

namespace Helmstuck.Helm.Records;

/// <summary>The name of a record's object (Helm: storage.go makeKey).</summary>
internal static class RecordName
{
    private const string Prefix = "sh.helm.release.v1.";

    public static string Of(string release, long revision) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{release}.v{revision}");

    public static bool TryParse(string objectName, out string release, out long revision)
    {
        release = "";
        revision = 0;
        if (!objectName.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var end = objectName.LastIndexOf(".v", StringComparison.Ordinal);
        if (
            end <= Prefix.Length
            || !long.TryParse(objectName.AsSpan(end + 2), NumberStyles.None, CultureInfo.InvariantCulture, out revision)
        )
            return false;
        release = objectName[Prefix.Length..end];
        return true;
    }
}
