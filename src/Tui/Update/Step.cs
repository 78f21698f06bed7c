using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>What a message leads to.</summary>
internal readonly record struct Step(Model Model, IReadOnlyList<Effect> Effects)
{
    public static implicit operator Step(Model model) => new(model, []);

    /// <summary>The same with one more effect after the others.</summary>
    public Step And(params Effect[] more) => this with { Effects = [.. Effects, .. more] };
}
