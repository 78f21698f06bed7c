using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Tests.Unit.Recovery;

public sealed class StateFolderTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 14, 2, 11, TimeSpan.Zero);

    [Fact]
    public void Backup_paths_are_percent_encoded_segment_by_segment()
    {
        var folder = new StateFolder("/state");
        Assert.Equal(
            "/state/backups/arn%3Aaws%3Aeks%2Fprod/gitlab/sh.helm.release.v1.web.v7.20261122T140211Z.json",
            folder.BackupPath("arn:aws:eks/prod", "gitlab", "sh.helm.release.v1.web.v7", Time)
        );
        Assert.Equal("%2E.", StateFolder.Segment(".."));
        Assert.Equal("a%25b%20c", StateFolder.Segment("a%b c"));
        Assert.Equal("%C3%A4", StateFolder.Segment("ä"));
        Assert.Equal("/x/a.meta.json", StateFolder.MetaPath("/x/a.json"));
    }

    [Fact]
    public void Segments_hold_only_safe_bytes_never_climb_and_never_collide()
    {
        Prop.ForAll<string, string>(
                (left, right) =>
                {
                    if (
                        left is null
                        || right is null
                        || !Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(left)).Equals(left, StringComparison.Ordinal)
                        || !Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(right)).Equals(right, StringComparison.Ordinal)
                        || left == "\0"
                        || right == "\0"
                    )
                        return true;
                    var segment = StateFolder.Segment(left);
                    return segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '%')
                        && segment.Length > 0
                        && segment[0] != '.'
                        && (left == right) == (segment == StateFolder.Segment(right));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("/xdg", "/home/a", "/xdg/helmstuck")]
    [InlineData(null, "/home/a", "/home/a/.local/state/helmstuck")]
    [InlineData("", "/home/a", "/home/a/.local/state/helmstuck")]
    [InlineData("relative", "/home/a", "/home/a/.local/state/helmstuck")]
    public void State_lies_where_XDG_says(string? variable, string home, string root) =>
        Assert.Equal(root, StateFolder.From(name => name == "XDG_STATE_HOME" ? variable : null, home).Root);

    [Fact]
    public async Task Journal_lines_of_many_writers_are_never_mixed_or_lost()
    {
        var root = Directory.CreateTempSubdirectory("helmstuck-journal-").FullName;
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(() =>
                    {
                        // Each with a folder of its own over the same file, as two programs have.
                        var folder = new StateFolder(Path.Combine(root, "state"));
                        for (var line = 0; line < 25; line++)
                            folder.AppendJournal(Encoding.UTF8.GetBytes($"{writer} {line} {new string('x', 500)}"));
                    })
                )
        );
        var lines = await File.ReadAllLinesAsync(Path.Combine(root, "state", "journal.jsonl"));
        Assert.Equal(200, lines.Distinct().Count());
        Assert.All(lines, line => Assert.EndsWith(new string('x', 500), line, StringComparison.Ordinal));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Journal_line_is_not_glued_to_one_that_was_cut_off()
    {
        var root = Directory.CreateTempSubdirectory("helmstuck-journal-").FullName;
        var folder = new StateFolder(root);
        folder.AppendJournal("{\"a\":1}"u8);
        await File.AppendAllTextAsync(folder.Journal, "{\"cut");
        folder.AppendJournal("{\"b\":2}"u8);
        Assert.Equal(["{\"a\":1}", "{\"cut", "{\"b\":2}"], await File.ReadAllLinesAsync(folder.Journal));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void A_backup_is_never_written_over()
    {
        var root = Directory.CreateTempSubdirectory("helmstuck-backup-").FullName;
        var path = Path.Combine(root, "a", "b", "backup.json");
        StateFolder.WriteNew(path, "one"u8);
        Assert.Throws<IOException>(() => StateFolder.WriteNew(path, "two"u8));
        Assert.Equal("one", File.ReadAllText(path));
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("/plain/path-1.json", "/plain/path-1.json")]
    [InlineData("/with space", "'/with space'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    public void Words_for_a_shell_are_quoted_where_they_must_be(string word, string quoted) => Assert.Equal(quoted, Shell.Quote(word));
}
