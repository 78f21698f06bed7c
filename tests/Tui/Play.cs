using Helmstuck.Tui;
using Helmstuck.Tui.Update;

namespace Helmstuck.Tests.Tui;

/// <summary>A model driven by messages, with every effect that came of them.</summary>
internal sealed class Play(Model model)
{
    public Model Model { get; private set; } = model;

    public List<Effect> Effects { get; } = [];

    public Overlay.Confirm Dialog => (Overlay.Confirm)Model.Overlay!;

    public Play Send(params Message[] messages)
    {
        foreach (var message in messages)
        {
            var step = Updater.Update(Model, message);
            Model = step.Model;
            Effects.AddRange(step.Effects);
        }
        return this;
    }

    public Play Press(params string[] keys) => Send([.. keys.Select(key => new Message.Key(key))]);

    public Play Type(string text) => Press([.. text.Select(letter => letter.ToString())]);

    /// <summary>Opens the dialog and lets the terminal answer.</summary>
    public Play Open(string key = "d") => Press(key).Send(new Message.FenceEnded());

    public T Single<T>() where T : Effect => Effects.OfType<T>().Single();

    public Play Forget()
    {
        Effects.Clear();
        return this;
    }
}
