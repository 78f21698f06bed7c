using System.Text.Json;
using Helmstuck.Kube;

namespace Helmstuck.Recovery;

/// <summary>Reads a small JSON file that may be hostile: a regular file, of limited size and depth, each member once.</summary>
internal static class StrictJson
{
    /// <summary>The API server accepts no object of more than about 1.5 MiB.</summary>
    public const int MaxBytes = 2 << 20;

    private const int MaxDepth = 32;

    /// <summary>The document, or a sentence that says what is wrong with the file.</summary>
    public static (JsonElement? Json, string? Error) Read(string path)
    {
        try
        {
            if (FileStatus.Of(path, follow: true) is { IsRegular: false })
                return (null, $"error: cannot read {path}: it is not a regular file");
            using var file = File.OpenRead(path);
            var content = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
                return (null, $"error: {path} is larger than 2 MiB, too large for a release record");
            using var document = JsonDocument.Parse(
                content.AsMemory(0, length),
                new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }
            );
            CheckText(document.RootElement);
            return (document.RootElement.Clone(), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"error: cannot read {path}: {failure.Message}");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return (null, $"error: {path} is not JSON: {KubeError.OneLine(failure.Message)}");
        }
    }

    /// <summary>Reads every string once: one that is not Unicode throws <see cref="InvalidOperationException"/> here, not later.</summary>
    private static void CheckText(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    CheckText(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    CheckText(member.Value);
                }
                break;
        }
    }
}
