using System.Text;
using System.Text.Json;
using Helmstuck.Kube.Certificates;
using Helmstuck.Kube.Resources;
using Helmstuck.Processes;

namespace Helmstuck.Kube.Exec;

/// <summary>
/// Runs a credential plugin and keeps its answer in memory until it expires or the server rejects it; one run at a time.
/// Source: client-go plugin/pkg/client/auth/exec/exec.go.
/// </summary>
internal sealed partial class ExecCredentials(ExecPlugin plugin, ClusterTarget target, TimeProvider time) : IDisposable
{
    private const int MaxAnswer = 16 << 20;

    /// <summary>How much of its standard error is repeated in the error, in lines and in characters of each.</summary>
    private const int MostLines = 4;

    private const int LongestLine = 200;

    private async Task<KubeResult<ExecCredential>> AskAsync(Action<string>? notice, string? stdinUnavailable, CancellationToken ct)
    {
        if (WhyNotInteractive(stdinUnavailable) is var reason && plugin.InteractiveMode == InteractiveMode.Always && reason is not null)
            return Failed($"exec plugin cannot support interactive mode: {reason}");
        if (PluginPolicyRule.WhyNot(plugin.Policy, plugin.Command, StartEnvironment.Variable("PATH")) is { } forbidden)
            return Failed(forbidden);
        var interactive = plugin.InteractiveMode != InteractiveMode.Never && reason is null;
        var environment = plugin
            .Environment.Append(KeyValuePair.Create("KUBERNETES_EXEC_INFO", Question(interactive)))
            .GroupBy(variable => variable.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, string? (same) => same.Last().Value, StringComparer.Ordinal);
        var said = new List<string>();
        var command = new ChildCommand([plugin.Command, .. plugin.Arguments])
        {
            EnvironmentChanges = environment,
            MaxOutputBytes = MaxAnswer,
            Terminal = new ChildTerminal(interactive, stdinUnavailable is null ? notice : Heard),
        };
        var outcome = await Child.RunAsync(command, ct).ConfigureAwait(false);
        return outcome switch
        {
            // Go looks only a bare name up, and runs a path as it is.
            ChildResult.NotStarted why when plugin.Command.Contains('/', StringComparison.Ordinal) => Failed(
                $"exec: fork/exec {plugin.Command}: {(why.NotFound ? "no such file or directory" : LowerFirst(why.Reason))}"
            ),
            ChildResult.NotStarted { NotFound: true } => Failed($"exec: executable {plugin.Command} not found{Hint()}"),
            ChildResult.NotStarted why => Failed($"exec: {why.Reason}"),
            ChildResult.Exited { ExitCode: not 0 } exited => Failed(
                $"exec: executable {plugin.Command} failed with exit code {exited.ExitCode}{Words(said)}"
            ),
            ChildResult.Exited exited => Read(exited.Output),
            ChildResult.Signalled killed => Failed($"exec: executable {plugin.Command} was ended by signal {killed.Signal}"),
            _ => throw new InvalidOperationException("without a limit a child cannot be late"),
        };

        void Heard(string line)
        {
            notice?.Invoke(line);
            lock (said)
            {
                if (line.Trim() is { Length: > 0 } words && said.Count < MostLines)
                    said.Add(words.Length > LongestLine ? words[..LongestLine] : words);
            }
        }
    }

    private static string LowerFirst(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    /// <summary>What a plugin said that could not say it to the terminal.</summary>
    private static string Words(List<string> said)
    {
        lock (said)
            return said.Count == 0 ? "" : ": " + string.Join(' ', said);
    }

    private string? WhyNotInteractive(string? stdinUnavailable) =>
        plugin.InteractiveMode switch
        {
            InteractiveMode.Never => null,
            _ when stdinUnavailable is not null => $"standard input is unavailable: {stdinUnavailable}",
            _ when !ChildTerminal.StdinIsTerminal() => "standard input is not a terminal",
            _ => null,
        };

    private string Hint() => plugin.InstallHint.Length == 0 ? "" : ": " + plugin.InstallHint.Trim();

    private KubeResult<ExecCredential> Read(string output)
    {
        JsonElement answer;
        try
        {
            using var document = JsonDocument.Parse(output);
            answer = document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            return Failed($"decoding stdout: {error.Message}");
        }
        var version = answer.Text("apiVersion") ?? "";
        if (answer.Text("kind") != "ExecCredential")
            return Failed($"decoding stdout: the answer's kind is \"{answer.Text("kind")}\", not ExecCredential");
        if (version != plugin.ApiVersion)
            return Failed($"exec plugin is configured to use API version {plugin.ApiVersion}, plugin returned version {version}");
        if (answer.At("status") is not { } status)
            return Failed("exec plugin didn't return a status field");
        var (token, certificate, key) = (
            status.Text("token") ?? "",
            status.Text("clientCertificateData") ?? "",
            status.Text("clientKeyData") ?? ""
        );
        if (token.Length == 0 && certificate.Length == 0 && key.Length == 0)
            return Failed("exec plugin didn't return a token or cert/key pair");
        if (certificate.Length == 0 != (key.Length == 0))
            return Failed("exec plugin returned only certificate or key, not both");
        var expires = status.Time("expirationTimestamp");
        if (certificate.Length == 0)
            return new ExecCredential(token, null, expires);
        if (held?.Certificate is { } same && same.Stamp == certificate)
            return new ExecCredential(token, same, expires);
        var read = ClientCertificates.FromPem(Encoding.UTF8.GetBytes(certificate), Encoding.UTF8.GetBytes(key), certificate);
        return read.Error is { } bad
            ? Failed($"failed parsing client key/certificate: {bad.Message["error: ".Length..]}")
            : new ExecCredential(token, read.ValueOrDefault, expires);
    }

    /// <summary>The ExecCredential that the plugin reads from KUBERNETES_EXEC_INFO.</summary>
    private string Question(bool interactive)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "ExecCredential");
            writer.WriteString("apiVersion", plugin.ApiVersion);
            writer.WriteStartObject("spec");
            if (plugin.ProvideClusterInfo)
                WriteCluster(writer);
            writer.WriteBoolean("interactive", interactive);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void WriteCluster(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("cluster");
        writer.WriteString("server", target.Server.OriginalString);
        if (target.Tls.ServerName is { } name)
            writer.WriteString("tls-server-name", name);
        if (target.Tls.InsecureSkipVerify)
            writer.WriteBoolean("insecure-skip-tls-verify", true);
        if (target.Tls.CertificateAuthority is { } ca)
            writer.WriteBase64String("certificate-authority-data", ca);
        if (target.ProxyUrl is { } proxy)
            writer.WriteString("proxy-url", proxy.OriginalString);
        if (target.DisableCompression)
            writer.WriteBoolean("disable-compression", true);
        writer.WritePropertyName("config");
        writer.WriteRawValue(plugin.ClusterConfigJson ?? "null");
        writer.WriteEndObject();
    }

    private static KubeError Failed(string why) =>
        new(KubeErrorKind.Configuration, KubeError.OneLine($"Unable to connect to the server: getting credentials: {why}"));
}
