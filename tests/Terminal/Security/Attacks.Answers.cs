using System.IO.Compression;
using System.Text;

namespace Helmstuck.Tests.Terminal.Security;

internal static partial class Attacks
{
    private const string Records = "/api/v1/namespaces/gitlab/secrets";
    private const string Item = """{"metadata":{"name":"sh.helm.release.v1.web.v1","namespace":"gitlab","labels":{"owner":"helm"}}},""";

    private static IEnumerable<Attack> Bombs =>
        [
            Of(
                "object of 600 MB in 600 KB",
                scene => BombAsync(scene, $"GET {Records}/", """{"kind":"Secret","data":{"release":" """, "a", 600, 1, "larger than 8 MiB")
            ),
            Of(
                "list of 490 MB in some MB",
                scene => BombAsync(scene, $"GET {Records}?", """{"kind":"SecretList","items":[""", Item, 490, 1, "take up more than")
            ),
            Of(
                "string without end in a list",
                scene =>
                    BombAsync(
                        scene,
                        $"GET {Records}?",
                        """{"kind":"SecretList","items":[{"metadata":{"name":" """,
                        "a",
                        400,
                        1,
                        "one item is larger than 8 MiB"
                    )
            ),
            Of("payload of 600 MB in a record", PayloadBombAsync),
            Of("plugin that writes 300 MB of errors", ErrorsAsync),
            Of("aliases that multiply in a kubeconfig", AliasesAsync),
            Of("pages of a list that repeat", PagesAsync),
        ];

    private static IEnumerable<Attack> Answers =>
        [
            Of("GET answered with another namespace", scene => AnotherAsync(scene, "\"namespace\":\"gitlab\"", "\"namespace\":\"other\"")),
            Of("GET answered with another name", scene => AnotherAsync(scene, $"\"name\":\"{AttackScene.Stuck}\"", "\"name\":\"other\"")),
            Of("GET answered with another kind", scene => AnotherAsync(scene, "\"kind\":\"Secret\"", "\"kind\":\"ConfigMap\"")),
        ];

    private static async Task<AttackRun> BombAsync(
        AttackScene scene,
        string asked,
        string start,
        string again,
        int mebibytes,
        int exitCode,
        string words
    )
    {
        scene.Server.Instead = async (request, stream, stop) =>
        {
            if (!request.StartsWith(asked, StringComparison.Ordinal))
                return false;
            await ImitatingServer.BombAsync(stream, start, again, mebibytes, stop);
            return true;
        };
        return Ended(await scene.RunAsync("explain", "gitlab-cny"), exitCode, words);
    }

    private static async Task<AttackRun> PayloadBombAsync(AttackScene scene)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync("""{"name":"app","version":8,"manifest":" """u8.ToArray());
            var block = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
            for (var i = 0; i < 600; i++)
                await gzip.WriteAsync(block);
        }
        await scene.Server.SeedAsync(
            new SeedRecord("gitlab", "app", 8, "pending-upgrade") { EncodedPayload = Convert.ToBase64String(packed.ToArray()) }
        );
        return Ended(await scene.RunAsync("explain", "app"), 0, "cannot be decoded");
    }

    private static async Task<AttackRun> ErrorsAsync(AttackScene scene)
    {
        var plugin = scene.Write("login", "#!/bin/sh\nhead -c 300000000 /dev/zero | tr '\\0' x >&2\nexit 1\n", executable: true);
        scene.User = $"{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: '{plugin}', interactiveMode: Never}}}}";
        scene.Address = $"https://127.0.0.1:{scene.Server.Port}";
        return Ended(await scene.RunAsync("list"), 1, "getting credentials");
    }

    private static async Task<AttackRun> AliasesAsync(AttackScene scene)
    {
        var bomb = new StringBuilder("    extensions:\n    - name: client.authentication.k8s.io/exec\n      extension:\n");
        bomb.Append("        a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++)
            bomb.Append($"        a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        scene.Cluster = bomb.ToString();
        var plugin = scene.Write("login", $"#!/bin/sh\n{Says}\n", executable: true);
        scene.User =
            "{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, provideClusterInfo: true, "
            + $"command: '{plugin}'}}}}";
        return Ended(await scene.RunAsync("list"), 1, "excessive aliasing");
    }

    private static async Task<AttackRun> PagesAsync(AttackScene scene)
    {
        scene.Server.Instead = async (request, stream, _) =>
        {
            if (!request.StartsWith($"GET {Records}?", StringComparison.Ordinal))
                return false;
            await ImitatingServer.AnswerAsync(stream, 200, """{"kind":"SecretList","metadata":{"continue":"c"},"items":[]}""");
            return true;
        };
        return Ended(await scene.RunAsync("list"), 1, "does not end");
    }

    /// <summary>What is read of the record before it would be deleted is about another one.</summary>
    private static async Task<AttackRun> AnotherAsync(AttackScene scene, string part, string instead)
    {
        scene.Server.Edit = (request, body) =>
            request == $"GET {Records}/{AttackScene.Stuck}" ? body.Replace(part, instead, StringComparison.Ordinal) : body;
        var run = Ended(await scene.RunAsync(Unstick), 1, "answered about something else");
        Assert.Empty(scene.Server.Changes);
        return run;
    }
}
