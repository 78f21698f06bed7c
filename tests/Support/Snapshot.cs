using System.Runtime.CompilerServices;

namespace Helmstuck.Tests.Support;

/// <summary>
/// Compares text with the file beside the test, by Verify's convention: <c>Class.Method.verified.txt</c>, with <c>_name=value</c> for
/// parameters. On a difference <c>….received.txt</c> is written; to accept it, rename it (or run with <c>ACCEPT_SNAPSHOTS=1</c> and read
/// the diff).
/// </summary>
internal static class Snapshot
{
    public static void Verify(string text, string parameters = "", [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        text = text.ReplaceLineEndings("\n");
        var stem = Path.Combine(
            Path.GetDirectoryName(file)!,
            $"{Path.GetFileNameWithoutExtension(file)}.{method}{(parameters.Length > 0 ? "_" + parameters : "")}"
        );
        string verified = stem + ".verified.txt",
            received = stem + ".received.txt";
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (text == expected)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, text);
        Assert.Fail(
            expected is null
                ? $"There is no {Path.GetFileName(verified)} yet. Read {received} and rename it if it is right."
                : $"{Path.GetFileName(verified)} differs from {received}:\n{FirstDifference(expected, text)}"
        );
    }

    private static string FirstDifference(string expected, string text)
    {
        string[] old = expected.Split('\n'),
            now = text.Split('\n');
        for (var i = 0; i < Math.Max(old.Length, now.Length); i++)
        {
            var (before, after) = (i < old.Length ? old[i] : "(no line)", i < now.Length ? now[i] : "(no line)");
            if (before != after)
                return $"line {i + 1}\n- {before}\n+ {after}";
        }
        return "";
    }
}
