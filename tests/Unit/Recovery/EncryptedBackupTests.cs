using System.Text;
using System.Text.Json;
using Helmstuck.Recovery;
using Helmstuck.Tests.Unit.Cli;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>Backups that are piped through a program before they are written.</summary>
public sealed class EncryptedBackupTests : IDisposable
{
    private static readonly string[] Unstick = ["unstick", "gitlab-cny", "--revision", "1234", "--attest", "ci-jobs", "--yes"];

    /// <summary>Short: the socket of gpg's agent is in it.</summary>
    private readonly string folder = Directory.CreateTempSubdirectory("hs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Script(string body, string name = "seal")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>What stands for encryption: nobody reads base64 at once, and everybody can undo it.</summary>
    private CliScene Sealed() => new() { EncryptTo = [Script("exec base64")] };

    private static string Encrypted(CliScene cli) =>
        Assert.Single(Directory.GetFiles(cli.World.State.Backups, "*.enc", SearchOption.AllDirectories));

    private static byte[] Decrypted(string path) => Convert.FromBase64String(File.ReadAllText(path));

    private static async Task<string> DeletedAsync(CliScene cli)
    {
        var result = await cli.RunAsync(Unstick);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.False(await cli.World.ExistsAsync());
        var path = Encrypted(cli);
        Assert.Contains($"  backup: {path}\n", result.Error, StringComparison.Ordinal);
        Assert.Contains($"to restore it: DECRYPT < {path} | kubectl helmstuck restore -\n", result.Out, StringComparison.Ordinal);
        return path;
    }

    [Fact]
    public async Task Nothing_of_the_record_is_on_disk_as_it_is()
    {
        using var cli = Sealed();
        var path = await DeletedAsync(cli);
        using var record = JsonDocument.Parse(Decrypted(path));
        var payload = record.RootElement.GetProperty("data").GetProperty("release").GetString()!;
        foreach (var file in Directory.GetFiles(cli.World.State.Root, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(payload[..40], await File.ReadAllTextAsync(file), StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
        var meta = DocumentSchema.BackupMeta.Parse(await File.ReadAllTextAsync(StateFolder.MetaPath(path)));
        Assert.Equal("Secret", meta.GetProperty("encryption").GetProperty("kind").GetString());
        Assert.Equal(EncryptedObject.Digest(Decrypted(path)), meta.GetProperty("encryption").GetProperty("objectDigest").GetString());
    }

    [Fact]
    public async Task The_list_says_that_it_is_encrypted()
    {
        using var cli = Sealed();
        var path = await DeletedAsync(cli);
        var table = await cli.RunAsync("backups");
        Assert.Contains("encrypted with seal", table.Out, StringComparison.Ordinal);
        Assert.Empty(table.Error);
        var item = DocumentSchema.BackupList.Parse((await cli.RunAsync("backups", "-o", "json")).Out).GetProperty("items")[0];
        Assert.Equal((path, true), (item.GetProperty("file").GetString(), item.GetProperty("encrypted").GetBoolean()));
        Assert.True(item.GetProperty("restorable").GetBoolean());
        await File.AppendAllTextAsync(path, "x");
        Assert.Contains("no: its content was changed", (await cli.RunAsync("backups")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("backups", "prune", "--older-than", "0s", "--yes")).ExitCode);
        Assert.Empty(Directory.GetFiles(cli.World.State.Root, "*.enc", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(cli.World.State.Root, "*.meta.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Restore_says_how_to_decrypt_it_and_takes_the_content_from_standard_input()
    {
        using var cli = Sealed();
        var path = await DeletedAsync(cli);
        var refused = await cli.RunAsync("restore", path);
        Assert.Equal(
            (1, $"error: {path} is encrypted; decrypt it and pass it on: DECRYPT < {path} | kubectl helmstuck restore -\n"),
            (refused.ExitCode, refused.Error)
        );
        cli.Piped = Decrypted(path);
        var restored = await cli.RunAsync("restore", "-");
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.True(await cli.World.ExistsAsync());
        Assert.Equal(path, cli.World.Journal[^1].GetProperty("backup").GetString());
    }

    [Fact]
    public async Task Restore_takes_the_decrypted_file_beside_its_description()
    {
        using var cli = Sealed();
        var path = await DeletedAsync(cli);
        var plain = StateFolder.PlainName(path);
        await File.WriteAllBytesAsync(plain, Decrypted(path));
        Assert.Equal(0, (await cli.RunAsync("restore", plain)).ExitCode);
        Assert.True(await cli.World.ExistsAsync());
    }

    [Fact]
    public async Task Another_content_is_not_restored()
    {
        using var cli = Sealed();
        var path = await DeletedAsync(cli);
        var other = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Decrypted(path)).Replace("pending-upgrade", "failed", StringComparison.Ordinal)
        );
        cli.Piped = other;
        var piped = await cli.RunAsync("restore", "-");
        Assert.Equal(1, piped.ExitCode);
        Assert.Contains("is not the decrypted content of an encrypted backup under", piped.Error, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(StateFolder.PlainName(path), other);
        var beside = await cli.RunAsync("restore", StateFolder.PlainName(path));
        Assert.Equal(1, beside.ExitCode);
        Assert.Contains("is not the object that was encrypted (by its digest)", beside.Error, StringComparison.Ordinal);
        Assert.False(await cli.World.ExistsAsync());
    }

    [Fact]
    public async Task Restore_without_a_file_lists_it_with_the_way_to_decrypt_it()
    {
        using var cli = Sealed();
        var path = await DeletedAsync(cli);
        Assert.Contains($"  DECRYPT < {path} | kubectl helmstuck restore -  # ", (await cli.RunAsync("restore")).Error);
        cli.Typed = "";
        Assert.Contains("pipe it into standard input", (await cli.RunAsync("restore", "-")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_that_deleted_it_restores_it_without_the_key()
    {
        using var world = new RecoveryScene();
        var recoverer = new Recoverer(
            world.Client,
            world.Surveyor,
            world.State,
            world.Clock,
            encryption: new BackupEncryption([Script("exec base64")])
        );
        var outcome = await recoverer.RunAsync(
            new RecoveryRequest(await world.PlanAsync(), RecoveryScene.Attested),
            static _ => { },
            CancellationToken.None
        );
        Assert.EndsWith(".json.enc", Assert.Single(outcome.Backups).Path, StringComparison.Ordinal);
        Assert.Equal(0, (await world.Restorer.RunAsync(outcome.Backups[0], CancellationToken.None)).ExitCode);
        Assert.True(await world.ExistsAsync());
    }

    [Theory]
    [InlineData("exit 3", "seal exited 3")]
    [InlineData("echo 'no such recipient' >&2; exit 2", "seal exited 2: no such recipient")]
    [InlineData("base64; exit 1", "seal exited 1")]
    [InlineData("cat >/dev/null", "seal wrote nothing")]
    [InlineData("exec cat", "seal wrote the record as it is, not encrypted")]
    [InlineData("echo header; cat; echo footer", "seal wrote the record as it is, not encrypted")]
    [InlineData("base64; kill -KILL $$", "seal was ended by signal 9")]
    public async Task A_program_that_fails_stops_everything(string script, string why)
    {
        using var cli = new CliScene { EncryptTo = [Script(script)] };
        var result = await cli.RunAsync(Unstick);
        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.EndsWith(
            $"error: the backup could not be encrypted: {why} (setting backup.encryptTo)\nnothing was sent to the cluster\n",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Empty(cli.World.Api.Mutations);
        Assert.True(await cli.World.ExistsAsync());
        Assert.False(Directory.Exists(cli.World.State.Root));
    }

    [Fact]
    public async Task A_program_that_is_not_there_stops_everything()
    {
        using var cli = new CliScene { EncryptTo = ["no-such-program-of-this-test"] };
        var result = await cli.RunAsync(Unstick);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no-such-program-of-this-test could not be started: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(cli.World.Api.Mutations);
    }

    [Fact]
    public async Task A_program_that_reads_only_a_part_is_found_out()
    {
        var (encrypted, error) = await new BackupEncryption([Script("head -c 10 | base64; exec <&-")]).RunAsync(
            Encoding.ASCII.GetBytes(new string('x', 4 << 20)),
            CancellationToken.None
        );
        Assert.Null(encrypted);
        Assert.Contains("seal did not read the whole record", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_arrive_as_they_are()
    {
        // Of few values: gzip would store others as they are.
        var random = new Random(7);
        byte[] bytes = [.. Enumerable.Range(0, 1 << 20).Select(_ => (byte)(random.Next(8) * 31))];
        var (encrypted, error) = await new BackupEncryption([Script("exec gzip -c")]).RunAsync(bytes, CancellationToken.None);
        Assert.Null(error);
        using var back = new System.IO.Compression.GZipStream(
            new MemoryStream(encrypted!.Value.ToArray()),
            System.IO.Compression.CompressionMode.Decompress
        );
        using var whole = new MemoryStream();
        await back.CopyToAsync(whole);
        Assert.Equal(bytes, whole.ToArray());
    }

    [Fact]
    public async Task A_dry_run_encrypts_nothing()
    {
        var mark = Path.Combine(folder, "ran");
        using var cli = new CliScene { EncryptTo = [Script($"touch '{mark}'; exec base64")] };
        Assert.Equal(0, (await cli.RunAsync([.. Unstick, "--dry-run=server"])).ExitCode);
        Assert.False(File.Exists(mark));
    }

    /// <summary>With the real program where the machine has it: gpg makes a key, encrypts, and decrypts what restore then takes.</summary>
    [Fact]
    public async Task Gpg_encrypts_and_its_command_decrypts()
    {
        using var cli = new CliScene();
        var gpg = Gpg();
        var home = Directory.CreateDirectory(Path.Combine(folder, "g")).FullName;
        File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Dictionary<string, string?> environment = new() { ["GNUPGHOME"] = home };
        (
            await ExternalCommand.RunAsync(
                gpg,
                ["--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "sre@example.test", "default", "default", "never"],
                environment
            )
        ).MustSucceed();
        cli.EncryptTo = [gpg, "--homedir", home, "--batch", "--encrypt", "--recipient", "sre@example.test"];
        var result = await cli.RunAsync(Unstick);
        Assert.True(result.ExitCode == 0, result.Error);
        var path = Encrypted(cli);
        Assert.Contains($"to restore it: gpg --decrypt {path} | kubectl helmstuck restore -", result.Out, StringComparison.Ordinal);
        var plain = Path.Combine(folder, "plain");
        (await ExternalCommand.RunAsync(gpg, ["--batch", "--quiet", "--output", plain, "--decrypt", path], environment)).MustSucceed();
        cli.Piped = await File.ReadAllBytesAsync(plain);
        Assert.Equal(0, (await cli.RunAsync("restore", "-")).ExitCode);
        Assert.True(await cli.World.ExistsAsync());
        cli.EncryptTo = [.. cli.EncryptTo.SkipLast(1), "nobody@example.test"];
        var nobody = await cli.RunAsync(Unstick);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("gpg exited 2: ", nobody.Error, StringComparison.Ordinal);
    }

    /// <summary>The real gpg; where there is none, a script that answers the same command lines.</summary>
    private string Gpg() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(path => Path.Combine(path, "gpg")).FirstOrDefault(File.Exists)
        ?? Script(
            """
            case "$*" in
              *quick-generate-key*) ;;
              *nobody*) echo 'gpg: nobody@example.test: skipped: No data' >&2; exit 2 ;;
              *--encrypt*) exec base64 ;;
              *) base64 -d < "$6" > "$4" ;;
            esac
            """,
            "gpg"
        );
}
