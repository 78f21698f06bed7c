using System.Globalization;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>What crosses the wire when the screen opens on a namespace with a long history.</summary>
public sealed class EndToEndWireTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int Releases = 100,
        Revisions = 10;

    private const long MostBytes = 200_000;

    [Fact]
    public async Task Screen_of_a_thousand_records_reads_the_stuck_one_and_its_base()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        var random = new Random(1);
        // Not compressible, so that no payload can hide behind gzip.
        var payload = new byte[1500];
        await scene.Plane.SeedStoreAsync(
            Enumerable
                .Range(0, Releases * Revisions)
                .Select(number =>
                {
                    random.NextBytes(payload);
                    var (release, revision) = (number / Revisions, number % Revisions + 1);
                    return new SeedRecord(
                        scene.Space,
                        string.Create(CultureInfo.InvariantCulture, $"release-{release:000}"),
                        revision,
                        revision < Revisions ? "superseded" : "deployed"
                    )
                    {
                        EncodedPayload = Convert.ToBase64String(payload),
                    };
                })
        );
        using var proxy = new CountingProxy(scene.Plane.Server.Port);
        var kubeconfig = Path.Combine(scene.Plane.Folder, $"wire-{scene.Space}");
        await File.WriteAllTextAsync(
            kubeconfig,
            (await File.ReadAllTextAsync(scene.User.Kubeconfig)).Replace(
                $":{scene.Plane.Server.Port}",
                string.Create(CultureInfo.InvariantCulture, $":{proxy.Port}"),
                StringComparison.Ordinal
            )
        );
        await using var terminal = PseudoTerminal.Start(
            PseudoTerminal.Product,
            ["-n", scene.Space],
            120,
            40,
            scene.Environment(("KUBECONFIG", kubeconfig))
        );
        await Screens.WaitUntilReadAsync(terminal);
        var bytes = proxy.TakeReceived();
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Releases * Revisions} records: {bytes:#,0} bytes until all was read")
        );
        Assert.InRange(bytes, 1, MostBytes);
        var read = (await scene.Plane.AuditAsync(scene.User.Name)).Where(entry => entry is { Verb: "get", Resource: "secrets" }).ToList();
        Assert.NotEmpty(read);
        Assert.All(read, entry => Assert.StartsWith($"sh.helm.release.v1.{scene.Release.Name}.", entry.Name, StringComparison.Ordinal));
    }
}
