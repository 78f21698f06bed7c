using System.Threading.Channels;
using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tui.Loop;

/// <summary>
/// The loop: messages in, the next model, its effects, one frame. Everything slow runs beside it and comes back as a message.
/// </summary>
internal static class TuiProgram
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    public static Task<TuiEnd> RunAsync(
        TerminalSession session,
        TuiServices services,
        TuiOptions options,
        TimeProvider time,
        CancellationToken cancellation
    ) => RunAsync(new SessionScreen(session), services, options, time, cancellation);

    /// <summary>
    /// Runs until the user quits, a signal comes or the terminal is gone. The first frame is painted before anything is asked of the
    /// cluster.
    /// </summary>
    public static async Task<TuiEnd> RunAsync(
        IScreen screen,
        TuiServices services,
        TuiOptions options,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var messages = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
        using var ending = new CancellationTokenSource();
        using var effects = new EffectRunner(services, message => messages.Writer.TryWrite(message), time);
        await using var cancelled = cancellation
            .Register(() => messages.Writer.TryWrite(new Message.Signal("cancelled")))
            .ConfigureAwait(false);

        var (width, height) = screen.Size;
        var step = Updater.Start(options.Begin() with { Width = width, Height = height, Now = time.GetUtcNow() });
        var model = step.Model;
        screen.Draw(View.Draw(model, model.Width, model.Height));
        var pump = PumpAsync(screen.Events, messages.Writer, ending.Token);
        var clock = TickAsync(messages.Writer, time, ending.Token);
        effects.Begin();
        try
        {
            var pending = step.Effects;
            while (true)
            {
                foreach (var effect in pending)
                {
                    if (effect is Effect.Quit quit)
                        return new TuiEnd(quit.ExitCode, model.Epilogue);
                    if (effect is Effect.BeginAgain)
                        return new TuiEnd(model.ExitCode, model.Epilogue) { Again = true };
                    Run(effect, screen, effects);
                }
                pending = [];
                var shown = model;
                var resized = false;
                var message = await messages.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                do
                {
                    // Also a size that came back before a frame was drawn: the terminal has cut off what was there.
                    resized |= message is Message.Resize;
                    step = Updater.Update(model, message);
                    (model, pending) = step;
                } while (pending.Count == 0 && messages.Reader.TryRead(out message));
                Paint(screen, model, shown, pending, resized);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pump, clock).ConfigureAwait(false);
        }
    }

    /// <summary>One frame for everything that happened since the last. Requests to the terminal come before the frame.</summary>
    private static void Paint(IScreen screen, Model model, Model shown, IReadOnlyList<Effect> pending, bool resized)
    {
        var repaint = resized || pending.Any(effect => effect is Effect.Repaint);
        var fence = pending.Any(effect => effect is Effect.Fence);
        if (repaint)
            screen.Invalidate();
        if (fence)
            screen.Fence();
        if (repaint || fence || !ReferenceEquals(model, shown))
            screen.Draw(View.Draw(model, model.Width, model.Height));
    }

    private static void Run(Effect effect, IScreen screen, EffectRunner effects)
    {
        switch (effect)
        {
            case Effect.Fence or Effect.Repaint:
                // Done with the frame.
                break;
            case Effect.Suspend:
                screen.Suspend();
                break;
            default:
                effects.Run(effect);
                break;
        }
    }

    private static async Task PumpAsync(ChannelReader<TerminalEvent> events, ChannelWriter<Message> messages, CancellationToken ending)
    {
        try
        {
            await foreach (var happened in events.ReadAllAsync(ending).ConfigureAwait(false))
            {
                if (Translate(happened) is { } message)
                    messages.TryWrite(message);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The program has ended.
        }
    }

    private static Message? Translate(TerminalEvent happened) =>
        happened switch
        {
            KeyEvent key => new Message.Key(KeyNames.Of(key), key.Arrival),
            MouseEvent mouse => new Message.Mouse(mouse.Action, mouse.X, mouse.Y),
            PasteEvent paste => new Message.Paste(paste.Text, paste.Arrival),
            ResizeEvent size => new Message.Resize(size.Width, size.Height),
            FenceLifted => new Message.FenceEnded(),
            TerminationRequested termination => new Message.Signal(termination.Signal.ToString()),
            TerminalGone => new Message.Signal("the terminal is gone"),
            SuspendRequested => new Message.Suspend(),
            _ => null,
        };

    private static async Task TickAsync(ChannelWriter<Message> messages, TimeProvider time, CancellationToken ending)
    {
        try
        {
            using var timer = new PeriodicTimer(TickEvery, time);
            while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false))
                messages.TryWrite(new Message.Tick(time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The program has ended.
        }
    }
}
