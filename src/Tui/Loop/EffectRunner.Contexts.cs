using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Loop;

/// <summary>Effects of the machine that the screen runs on: its kubeconfig and its clipboard.</summary>
internal sealed partial class EffectRunner
{
    private void RunForContexts(Effect effect)
    {
        switch (effect)
        {
            case Effect.FetchContexts:
                post(new Message.ContextsArrived(services.ContextNames()));
                break;
            case Effect.ChangeContext change:
                Start(
                    effect,
                    async cancellation =>
                        post(new Message.ContextChanged(await services.ChangeContext(change.Name, cancellation).ConfigureAwait(false))),
                    _ending.Token
                );
                break;
            case Effect.Copy copy:
                // On the loop's thread: nothing else writes to the terminal meanwhile.
                post(new Message.Copied(services.Copy(copy.Text)));
                break;
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is not run beside the loop");
        }
    }
}
