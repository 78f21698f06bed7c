namespace Helmstuck.Config;

/// <summary>Words by which a name tells that its value may be a secret, which is then never shown.</summary>
internal static class SecretWords
{
    private static readonly string[] Words = ["token", "password", "passwd", "secret", "key"];

    public static bool AreIn(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
