namespace Helmstuck.Config;

/// <summary>What is allowed at a place of the settings.</summary>
internal abstract record Shape
{
    /// <summary>A group of keys; looked up without regard to case, as Microsoft.Extensions.Configuration does.</summary>
    public sealed record Section(IReadOnlyDictionary<string, Shape> Keys) : Shape
    {
        public (string Key, Shape Shape)? Find(string name)
        {
            foreach (var (key, shape) in Keys)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return (key, shape);
            }
            return null;
        }
    }

    public sealed record ListOf(Shape Item) : Shape;

    /// <param name="Type">What JSON calls it: <c>text</c>, <c>number</c>, <c>true or false</c>.</param>
    /// <param name="Problem">
    /// What is wrong with a value of the right type, as the end of the sentence "VALUE …"; null if nothing is.
    /// </param>
    public sealed record Value(JsonType Type, Func<string, string?> Problem) : Shape
    {
        /// <summary>The value may be a secret in the wrong place: messages do not repeat it.</summary>
        public bool Hidden { get; init; }
    }
}
