using Helmstuck.Kube;

namespace Helmstuck.Recovery;

/// <summary>The result of a write, by what was read afterwards.</summary>
internal abstract record WriteTruth
{
    /// <summary>The journal's <c>applied</c>: null if it is not known.</summary>
    public bool? IsApplied =>
        this switch
        {
            Applied => true,
            NotApplied => false,
            _ => null,
        };

    /// <summary>It took effect. <paramref name="Line"/> says how that is known.</summary>
    public sealed record Applied(string Line) : WriteTruth;

    /// <summary>It did not take effect and will not.</summary>
    public sealed record NotApplied(KubeError Error) : WriteTruth;

    /// <summary>The result is not known. The first of <paramref name="Lines"/> says so and how to check.</summary>
    public sealed record Unknown(IReadOnlyList<string> Lines) : WriteTruth;
}
