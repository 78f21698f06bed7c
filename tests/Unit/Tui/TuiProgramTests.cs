using System.Threading.Channels;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Terminal;
using Helmstuck.Tui.Loop;
using Helmstuck.Tui.State;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The loop with a terminal and a cluster of its own.</summary>
public sealed class TuiProgramTests
{
    private readonly FakeScreen _screen = new();
    private readonly List<string> _calls = [];
    private readonly TaskCompletionSource<RecoveryOutcome> _recovery = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<Action<ReleaseListing>, Task> _list;
    private Func<ReleaseKey, Action<Review>, CancellationToken, Task> _review;

    public TuiProgramTests()
    {
        _list = arrived =>
        {
            arrived(Fixtures.Listing([Fixtures.Row(Fixtures.Healthy())]));
            return Task.CompletedTask;
        };
        _review = (_, arrived, _) =>
        {
            arrived(Fixtures.Loading());
            arrived(Fixtures.Healthy() with { ReadAt = DateTimeOffset.MaxValue });
            return Task.CompletedTask;
        };
    }

    [Fact]
    public async Task The_first_frame_comes_before_anything_is_asked()
    {
        _list = _ =>
        {
            Assert.NotEmpty(_screen.Frames);
            return Task.CompletedTask;
        };
        var end = Run();
        await _screen.Sees("Reading the releases in gitlab");
        _screen.Press("q");
        Assert.Equal(0, (await end).ExitCode);
        Assert.Contains("loading …", _screen.Frames[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_list_through_the_dialog_to_the_result()
    {
        var end = Run();
        await _screen.Sees("5 Next    Helm will think gitlab-cny");
        await _screen.Sees("sre@example.com");
        _screen.Press("d1234\r");
        await _screen.Sees("Type 1234 to delete");
        Assert.Equal(1, _screen.Fences);
        _screen.Press("1234");
        _screen.Happens(new FenceLifted(true));
        // What was typed before the terminal had answered is gone.
        _screen.Press("123");
        await _screen.Sees("(api.gprd.example): 123");
        _screen.Press("4\r");
        await _screen.Sees("read the record again");
        _screen.Press("q");
        await _screen.Sees("Quits as soon as the result is known.");
        _recovery.SetResult(Fixtures.Deleted());
        var ended = await end;
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(ended.Lines, line => line.EndsWith("deleted", StringComparison.Ordinal));
        Assert.Contains("recover sh.helm.release.v1.gitlab-cny.v1234", _calls);
    }

    [Fact]
    public async Task A_report_after_the_page_was_left_is_about_the_release_as_it_is_then()
    {
        var end = Run();
        await _screen.Sees("5 Next    Helm will think gitlab-cny");
        _screen.Press("d");
        await _screen.Sees("Type 1234 to delete");
        _screen.Happens(new FenceLifted(true));
        _screen.Press("1234");
        await _screen.Sees("(api.gprd.example): 1234");
        _list = arrived =>
        {
            arrived(Fixtures.Listing([]));
            return Task.CompletedTask;
        };
        _review = (_, arrived, _) =>
        {
            arrived(Fixtures.Deployed());
            return Task.CompletedTask;
        };
        _recovery.SetResult(Fixtures.Deleted());
        _screen.Press("\r");
        await _screen.Sees("✓ done");
        _screen.Press("\r");
        await _screen.Sees("no release is stuck in gitlab");
        _screen.Press("w");
        await _screen.Sees("Report written to report.md");
        _screen.Press("q");
        Assert.Equal("report written to report.md", (await end).Lines[^1]);
        Assert.Contains("report deployed", _calls);
    }

    [Fact]
    public async Task An_exception_of_a_read_is_on_the_screen()
    {
        _list = _ => throw new InvalidOperationException("the sky is falling");
        var end = Run();
        await _screen.Sees("the sky is falling");
        _screen.Press("q");
        Assert.Equal(1, (await end).ExitCode);
    }

    [Fact]
    public async Task A_read_that_was_overtaken_is_cancelled_and_not_an_error()
    {
        var cancelled = new TaskCompletionSource();
        _review = async (_, _, cancellation) =>
        {
            using var registration = cancellation.Register(() => cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        var end = Run();
        await _screen.Sees("reading …");
        _screen.Press("r");
        await cancelled.Task;
        _screen.Press("q");
        await end;
        Assert.DoesNotContain(_screen.Frames, frame => frame.Contains('✗', StringComparison.Ordinal));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_signal_or_a_lost_terminal_ends_it_with_1(bool gone)
    {
        var end = Run();
        await _screen.Sees("1 Stuck");
        _screen.Happens(gone ? new TerminalGone() : new TerminationRequested(System.Runtime.InteropServices.PosixSignal.SIGTERM));
        Assert.Equal(1, (await end).ExitCode);
    }

    [Fact]
    public async Task Cancelling_from_outside_waits_for_the_result()
    {
        using var outside = new CancellationTokenSource();
        var end = Run(outside.Token);
        await _screen.Sees("1233");
        _screen.Press("d");
        await _screen.Sees("Type 1234");
        _screen.Happens(new FenceLifted(true));
        _screen.Press("1234\r");
        await _screen.Sees("read the record again");
        await outside.CancelAsync();
        await _screen.Sees("Quits as soon as");
        Assert.False(end.IsCompleted);
        _recovery.SetResult(new RecoveryOutcome.Unverified { Lines = ["still locked"] });
        Assert.Equal(6, (await end).ExitCode);
    }

    [Fact]
    public async Task Resize_and_Ctrl_L_repaint()
    {
        var end = Run();
        await _screen.Sees("1 Stuck");
        _screen.Happens(new ResizeEvent(20, 5));
        await _screen.Sees("too small: use 40×10");
        await _screen.InvalidatedAsync();
        _screen.Happens(new ResizeEvent(120, 40));
        await _screen.Sees("context gprd");
        await _screen.InvalidatedAsync();
        // The size that it has: it was another one in between, and what was cut off is no longer there.
        _screen.Happens(new ResizeEvent(120, 40));
        await _screen.InvalidatedAsync();
        _screen.Press("\f");
        await _screen.InvalidatedAsync();
        _screen.Happens(new SuspendRequested());
        await _screen.Suspended;
        _screen.Press("q");
        await end;
    }

    [Fact]
    public async Task Another_context_ends_the_loop_for_the_next_one()
    {
        var end = Run();
        await _screen.Sees("reading");
        _screen.Press(":ctx gone\r");
        await _screen.Sees("there is no context gone");
        _screen.Press(":ctx gstg\r");
        Assert.True((await end).Again);
        Assert.Equal(["change to gone", "change to gstg"], _calls);
    }

    [Fact]
    public async Task What_is_copied_goes_to_the_terminal_once()
    {
        var end = Run();
        await _screen.Sees("d delete");
        _screen.Press("y");
        await _screen.Sees("Copied to the clipboard of your terminal");
        _screen.Press("qq");
        Assert.False((await end).Again);
        Assert.Equal(["copy"], _calls);
    }

    private Task<TuiEnd> Run(CancellationToken cancellation = default) =>
        TuiProgram.RunAsync(
            _screen,
            new TuiServices
            {
                List = (_, arrived, _) => _list(arrived),
                UpdateList = (_, _) => throw new InvalidOperationException("with no refresh nothing is updated"),
                Follow = (_, _, _, _) => throw new InvalidOperationException("with no refresh nothing is followed"),
                Review = (key, _, arrived, token) => _review(key, arrived, token),
                Recover = async (request, step, token) =>
                {
                    Assert.False(token.CanBeCanceled);
                    lock (_calls)
                        _calls.Add($"recover {request.Plan.Records[0].Meta.ObjectName}");
                    step(RecoveryStep.Rereading);
                    return await _recovery.Task;
                },
                Restore = (_, _) => Task.FromResult<RecoveryOutcome>(new RecoveryOutcome.Done { Lines = [] }),
                Records = (_, _) => throw new InvalidOperationException("with no refresh nothing is watched"),
                WriteReport = (review, _) =>
                {
                    _calls.Add($"report {review.Record?.Status}");
                    return Task.FromResult("report.md");
                },
                ContextNames = () => ["gprd", "gstg"],
                ChangeContext = (name, _) =>
                {
                    _calls.Add($"change to {name}");
                    return Task.FromResult(name == "gstg" ? null : $"there is no context {name}");
                },
                Copy = _ =>
                {
                    _calls.Add("copy");
                    return null;
                },
                Namespaces = _ => Task.FromResult(new NamespaceList([], null)),
                User = _ => Task.FromResult("sre@example.com"),
                Plan = Planner.For,
                BackupPaths = plan => [.. plan.Records.Select(record => Fixtures.BackupPath(record.Meta.ObjectName))],
            },
            new TuiOptions
            {
                Context = Fixtures.Context,
                Namespace = Fixtures.Namespace,
                Server = Fixtures.Server,
                Refresh = TimeSpan.Zero,
            },
            TimeProvider.System,
            cancellation
        );

    private sealed class FakeScreen : IScreen
    {
        private readonly Channel<TerminalEvent> _events = Channel.CreateUnbounded<TerminalEvent>();
        private readonly TaskCompletionSource _suspended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<bool> _invalidations = Channel.CreateUnbounded<bool>();
        private readonly Channel<string> _shown = Channel.CreateUnbounded<string>();
        private readonly InputDecoder _keys = new();

        public List<string> Frames { get; } = [];

        public int Fences { get; private set; }

        public Task Suspended => _suspended.Task;

        public ChannelReader<TerminalEvent> Events => _events.Reader;

        public (int Width, int Height) Size => (120, 40);

        public void Draw(Grid grid)
        {
            var text = grid.ToText();
            lock (Frames)
                Frames.Add(text);
            _shown.Writer.TryWrite(text);
        }

        public void Fence() => Fences++;

        public void Invalidate() => _invalidations.Writer.TryWrite(true);

        /// <summary>Waits for a complete repaint after those that were waited for.</summary>
        public ValueTask<bool> InvalidatedAsync() => _invalidations.Reader.ReadAsync();

        public void Suspend() => _suspended.TrySetResult();

        public void Happens(TerminalEvent happened) => _events.Writer.TryWrite(happened);

        public void Press(string bytes)
        {
            foreach (var key in _keys.Feed(System.Text.Encoding.UTF8.GetBytes(bytes)))
                Happens(key with { Arrival = Typed.Next() });
        }

        /// <summary>Waits for a frame with that text, from the last one seen on.</summary>
        public async Task Sees(string text)
        {
            lock (Frames)
            {
                if (Frames.Count > 0 && Frames[^1].Contains(text, StringComparison.Ordinal))
                    return;
            }
            await foreach (var frame in _shown.Reader.ReadAllAsync())
            {
                if (frame.Contains(text, StringComparison.Ordinal))
                    return;
            }
        }
    }
}
