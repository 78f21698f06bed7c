using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Payload;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Cli;

/// <summary>The chart and the values that the pipeline is about to deploy, from its files. Errors are lines to print.</summary>
internal static class PipelineReference
{
    private const int TarBlock = 512;

    /// <summary><c>NAME-VERSION</c>, a chart's folder, or its archive.</summary>
    public static (OwnCondition.Chart? Chart, string? Error) Chart(string reference)
    {
        if (!Directory.Exists(reference) && !File.Exists(reference))
            return reference.Contains('/', StringComparison.Ordinal) || reference.EndsWith(".tgz", StringComparison.Ordinal)
                ? (null, $"error: --chart {reference}: there is no such folder or file")
                : (new OwnCondition.Chart(reference, null), null);
        try
        {
            var text = Directory.Exists(reference) ? File.ReadAllText(Path.Combine(reference, "Chart.yaml")) : FromArchive(reference);
            if (text is null)
                return (null, $"error: --chart {reference}: the archive has no Chart.yaml");
            var (json, problem) = ValuesFile.Read(text);
            if (problem is not null)
                return (null, $"error: --chart {reference}: Chart.yaml {problem}");
            return (Text(json, "name"), Text(json, "version")) is ({ } name, { } version)
                ? (new OwnCondition.Chart(name, version), null)
                : (null, $"error: --chart {reference}: Chart.yaml has no name or no version");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, $"error: --chart {reference}: {failure.Message}");
        }
    }

    /// <summary>The values of files that Helm merges in this order. A file that can be read but not compared is no error.</summary>
    public static (OwnCondition.Values? Values, string? Error) Values(IReadOnlyList<string> files)
    {
        var read = new List<JsonElement>();
        foreach (var file in files)
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return (null, $"error: --values {file}: {failure.Message}");
            }
            var (json, problem) = ValuesFile.Read(text);
            if (problem is not null)
                return (new OwnCondition.Values(null, $"the pipeline's values cannot be compared: {file} {problem}"), null);
            read.Add(json);
        }
        var digest = ValuesDigest.Of(read);
        const string noDigest = "the pipeline's values cannot be compared: a text is not UTF-8";
        return (new OwnCondition.Values(digest, digest is null ? noDigest : null), null);
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>
    /// The Chart.yaml of a chart's archive: the one directly in its only folder (Helm: loader/archive.go); null if it has none.
    /// </summary>
    private static string? FromArchive(string path)
    {
        using var file = File.OpenRead(path);
        using var tar = new GZipStream(file, CompressionMode.Decompress);
        var header = new byte[TarBlock];
        while (tar.ReadAtLeast(header, TarBlock, throwOnEndOfStream: false) == TarBlock && header[0] != 0)
        {
            var name = Encoding.UTF8.GetString(header.AsSpan(0, 100)).TrimEnd('\0');
            if (!TryOctal(header.AsSpan(124, 12), out var size) || size > ValuesFile.MostCharacters * 16L)
                throw new InvalidDataException("not a chart's archive");
            var content = new byte[(size + TarBlock - 1) / TarBlock * TarBlock];
            tar.ReadExactly(content);
            if (name.Split('/') is [not "." and not "", "Chart.yaml"])
                return Encoding.UTF8.GetString(content, 0, (int)size);
        }
        return null;
    }

    private static bool TryOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        foreach (var digit in field.Trim((byte)' ').TrimEnd((byte)0).TrimEnd((byte)' '))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return false;
            value = value * 8 + digit - '0';
        }
        return true;
    }
}
