using System.Globalization;

namespace Helmstuck.Bench;

/// <summary>A program that can list Secrets of the namespace <c>default</c>.</summary>
/// <param name="List">Its arguments. A number of seconds, where given, is how long one request may take.</param>
internal sealed record ProbedClient(string Program, Func<int?, string[]> List)
{
    public static ProbedClient Kubectl(string program) =>
        new(program, seconds => ["get", "--raw", "/api/v1/namespaces/default/secrets", .. Timeout(seconds)]);

    public static ProbedClient Product(string program) => new(program, seconds => ["list", "-n", "default", .. Timeout(seconds)]);

    public static ProbedClient Peer(string program) =>
        new(program, seconds => ["list", "default", .. seconds is { } s ? [s.ToString(CultureInfo.InvariantCulture)] : (string[])[]]);

    private static string[] Timeout(int? seconds) =>
        seconds is { } s ? [string.Create(CultureInfo.InvariantCulture, $"--request-timeout={s}s")] : [];
}
