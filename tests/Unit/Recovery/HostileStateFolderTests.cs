using System.Runtime.InteropServices;
using Helmstuck.Recovery;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>What somebody put in the place of the journal or of the folder is found before anything is sent.</summary>
public sealed partial class HostileStateFolderTests
{
    private static async Task AssertNothingIsSentAsync(RecoveryScene scene, string words)
    {
        var outcome = await scene.RecoverAsync(await scene.PlanAsync());
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(words, outcome.Lines[0], StringComparison.Ordinal);
        Assert.Empty(scene.Api.Mutations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Journal_that_is_a_link_is_not_followed(bool leadsSomewhere)
    {
        using var scene = new RecoveryScene();
        var target = scene.State.Root + ".target";
        if (leadsSomewhere)
            await File.WriteAllTextAsync(target, "");
        Directory.CreateDirectory(scene.State.Root);
        File.CreateSymbolicLink(scene.State.Journal, target);
        await AssertNothingIsSentAsync(scene, "is a symbolic link");
        Assert.Equal(leadsSomewhere, File.Exists(target));
        Assert.Equal(0, leadsSomewhere ? new FileInfo(target).Length : 0);
        File.Delete(scene.State.Journal);
    }

    [Fact]
    public async Task Journal_that_is_a_FIFO_is_not_opened()
    {
        using var scene = new RecoveryScene();
        Directory.CreateDirectory(scene.State.Root);
        Assert.Equal(0, MakeFifo(scene.State.Journal, 0x180));
        await AssertNothingIsSentAsync(scene, "is not a regular file");
        File.Delete(scene.State.Journal);
    }

    [Fact]
    public async Task Folder_of_another_user_is_refused()
    {
        // Only root can give a folder away, and for anybody else / is another user's.
        using var scene = new RecoveryScene();
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(scene.State.Root);
            Assert.Equal(0, ChangeOwner(scene.State.Root, 65534, 65534));
            await AssertNothingIsSentAsync(scene, "belongs to another user (uid 65534)");
            return;
        }
        Assert.Contains(
            "belongs to another user (uid 0)",
            Assert.Throws<IOException>(() => new StateFolder("/").Tighten("/journal.jsonl")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Folder_of_backups_that_is_a_link_is_refused()
    {
        using var scene = new RecoveryScene();
        Directory.CreateDirectory(scene.State.Root);
        Directory.CreateSymbolicLink(scene.State.Backups, Path.GetTempPath());
        await AssertNothingIsSentAsync(scene, "is not a folder");
        Directory.Delete(scene.State.Backups);
    }

    [Fact]
    public void Relative_home_is_made_absolute() =>
        Assert.Equal(Path.GetFullPath("home/.local/state/helmstuck"), StateFolder.From(static _ => null, "home").Root);

    [Fact]
    public void Nothing_is_written_without_a_home() =>
        Assert.Throws<IOException>(() => StateFolder.From(static _ => null, "").AppendJournal("{}"u8));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
