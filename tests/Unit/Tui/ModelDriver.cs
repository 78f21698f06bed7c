using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>A model driven by messages, with every effect that came of them.</summary>
internal sealed class ModelDriver(Model model)
{
    public Model Model { get; private set; } = model;

    public List<Effect> Effects { get; } = [];

    public Overlay.Confirm Dialog => (Overlay.Confirm)Model.Overlay!;

    public ModelDriver Send(params Message[] messages)
    {
        foreach (var message in messages)
        {
            var step = Updater.Update(Model, message);
            Model = step.Model;
            Effects.AddRange(step.Effects);
        }
        return this;
    }

    public ModelDriver Press(params string[] keys) => Send([.. keys.Select(Typed.Key)]);

    public ModelDriver Type(string text) => Press([.. text.Select(letter => letter.ToString())]);

    /// <summary>Opens the dialog and lets the terminal answer; admission lets the delete through.</summary>
    public ModelDriver Open(string key = "d")
    {
        Press(key).Send(new Message.FenceEnded());
        if (Effects.OfType<Effect.FetchReview>().LastOrDefault() is { Rehearse: true } rehearsal)
        {
            Effects.Remove(rehearsal);
            Send(new Message.FetchEnded(rehearsal.Id));
        }
        return this;
    }

    public T Single<T>()
        where T : Effect => Effects.OfType<T>().Single();

    public ModelDriver Forget()
    {
        Effects.Clear();
        return this;
    }
}
