using Helmstuck.Kube;

namespace Helmstuck.Recovery;

/// <summary>What became of a write, by what was seen of it.</summary>
internal abstract record WriteTruth
{
    /// <summary>The journal's <c>applied</c>: null where it is not known.</summary>
    public bool? IsApplied =>
        this switch
        {
            Applied => true,
            NotApplied => false,
            _ => null,
        };

    /// <summary>It took effect. <paramref name="Line"/> says how that is known.</summary>
    public sealed record Applied(string Line) : WriteTruth;

    /// <summary>It did not and will not take effect.</summary>
    public sealed record NotApplied(KubeError Error) : WriteTruth;

    /// <summary>Nobody can tell. The first of <paramref name="Lines"/> says so and how to look.</summary>
    public sealed record Unknown(IReadOnlyList<string> Lines) : WriteTruth;
}
