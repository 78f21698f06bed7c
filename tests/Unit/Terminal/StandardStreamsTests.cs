using System.IO.Pipes;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class StandardStreamsTests
{
    [Fact]
    public void Writers_that_share_a_descriptor_do_not_overwrite_each_other()
    {
        var path = Path.GetTempFileName();
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            using (var first = StandardStreams.OpenWriter((int)file.DangerousGetHandle()))
                first.WriteLine("first é健");
            using (var second = StandardStreams.OpenWriter((int)file.DangerousGetHandle()))
                second.WriteLine("second");
        }
        Assert.Equal("first é健\nsecond\n", File.ReadAllText(path));
        Assert.Equal((byte)'f', File.ReadAllBytes(path)[0]);
        File.Delete(path);
    }

    [Fact]
    public void Writing_to_nobody_is_quiet()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.DisposeLocalCopyOfClientHandle();
        using var writer = StandardStreams.OpenWriter((int)pipe.SafePipeHandle.DangerousGetHandle());
        writer.WriteLine(new string('x', 100_000));
        writer.Flush();
        writer.WriteLine("and on");
    }

    [Fact]
    public void Other_failures_are_told()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var stream = new DescriptorStream((int)full.DangerousGetHandle());
        Assert.Contains("No space left", Assert.Throws<IOException>(() => stream.Write("x"u8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_not_a_terminal()
    {
        using var file = File.OpenHandle("/dev/null");
        Assert.False(StandardStreams.IsTerminal((int)file.DangerousGetHandle()));
        Assert.False(StandardStreams.IsTerminal(-1));
    }

    [Theory]
    [InlineData("LC_ALL=C,LANG=en_US.UTF-8", false)]
    [InlineData("LANG=en_US.UTF-8", true)]
    [InlineData("LC_ALL=,LANG=de_DE.utf8", true)]
    [InlineData("LANG=de_DE.ISO-8859-1", false)]
    [InlineData("", false)]
    [InlineData("TERM=vt100", false)]
    [InlineData("TERM=vt220", false)]
    [InlineData("TERM=linux", false)]
    [InlineData("TERM=ansi", false)]
    [InlineData("TERM=foot", false)]
    [InlineData("TERM=linux,LANG=en_US.UTF-8", true)]
    [InlineData("TERM=xterm-256color", true)]
    [InlineData("TERM=screen.xterm-256color,LANG=", true)]
    [InlineData("TERM=tmux-256color", true)]
    [InlineData("TERM=xterm,LANG=C", false)]
    public void The_locale_says_whether_text_is_utf8(string variables, bool expected) =>
        Assert.Equal(expected, TerminalOptions.IsUtf8(Environment(variables)));

    [Theory]
    [InlineData("TERM=tmux,ESCDELAY=120", "tmux", true, 120)]
    [InlineData("TERM=xterm,NO_COLOR=1,ESCDELAY=soon", "xterm", false, 50)]
    [InlineData("NO_COLOR=,ESCDELAY=999999", null, true, 2000)]
    public void Options_come_from_the_environment(string variables, string? term, bool colors, int delay) =>
        Assert.Equal(
            new TerminalOptions(term, colors, TimeSpan.FromMilliseconds(delay)),
            TerminalOptions.FromEnvironment(Environment(variables))
        );

    private static Func<string, string?> Environment(string variables)
    {
        var values = variables
            .Split(',')
            .Select(one => one.Split('='))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return name => values.GetValueOrDefault(name);
    }
}
