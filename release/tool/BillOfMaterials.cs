using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Helmstuck.Release;

/// <summary>Writes what the program is built of as CycloneDX 1.6 in JSON. The same packages and binary give the same bytes.</summary>
internal static class BillOfMaterials
{
    private const string Name = "kubectl-helmstuck";

    public static void Write(Stream output, IReadOnlyList<Package> packages, string version, DateTimeOffset date, string binary)
    {
        using var json = new Utf8JsonWriter(
            output,
            new()
            {
                Indented = true,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
        var self = $"pkg:generic/{Name}@{version}";
        json.WriteStartObject();
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        json.WriteNumber("version", 1);
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", date.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteStartObject("component");
        WriteHead(json, "application", self, Name, version);
        WriteHash(json, "SHA-256", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(binary))));
        WriteLicence(json, "MIT");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("components");
        foreach (var package in packages)
        {
            json.WriteStartObject();
            WriteHead(json, "library", package.Reference, package.Name, package.Version);
            json.WriteString("scope", package.Shipped ? "required" : "excluded");
            WriteHash(json, "SHA-512", package.Sha512);
            WriteLicence(json, package.Licence);
            json.WriteString("copyright", package.Copyright);
            json.WriteString("purl", package.Reference);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("dependencies");
        // What no other package asked for, the program asked for.
        var asked = packages.SelectMany(package => package.Dependencies).ToHashSet(StringComparer.Ordinal);
        WriteDependencies(json, self, packages.Where(package => !asked.Contains(package.Name)));
        foreach (var package in packages)
            WriteDependencies(json, package.Reference, packages.Where(other => package.Dependencies.Contains(other.Name)));
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteHead(Utf8JsonWriter json, string type, string reference, string name, string version)
    {
        json.WriteString("type", type);
        json.WriteString("bom-ref", reference);
        json.WriteString("name", name);
        json.WriteString("version", version);
    }

    private static void WriteHash(Utf8JsonWriter json, string algorithm, string content)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", content);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLicence(Utf8JsonWriter json, string expression)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", expression);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteDependencies(Utf8JsonWriter json, string reference, IEnumerable<Package> on)
    {
        json.WriteStartObject();
        json.WriteString("ref", reference);
        json.WriteStartArray("dependsOn");
        foreach (var package in on)
            json.WriteStringValue(package.Reference);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
