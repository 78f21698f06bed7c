namespace Helmstuck.Kube;

/// <summary>Who the user is. <paramref name="FromServer"/>: the API server said so; otherwise the best that the settings tell.</summary>
internal sealed record WhoAmI(string Name, bool FromServer);
