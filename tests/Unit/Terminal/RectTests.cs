using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class RectTests
{
    private static readonly Rect Screen = new(2, 3, 10, 8);

    [Fact]
    public void Parts_of_a_rectangle()
    {
        Assert.Equal(new Rect(2, 3, 10, 2), Screen.Top(2));
        Assert.Equal(new Rect(2, 9, 10, 2), Screen.Bottom(2));
        Assert.Equal(new Rect(2, 3, 4, 8), Screen.Left(4));
        Assert.Equal(new Rect(8, 3, 4, 8), Screen.Right(4));
        Assert.Equal(new Rect(2, 4, 10, 7), Screen.WithoutTop(1));
        Assert.Equal(new Rect(2, 3, 10, 7), Screen.WithoutBottom(1));
        Assert.Equal(new Rect(3, 4, 8, 6), Screen.Inset(1));
        Assert.Equal(new Rect(5, 5, 4, 4), Screen.Centered(4, 4));
        Assert.Equal(new Rect(2, 10, 10, 1), Screen.Row(7));
        Assert.True(Screen.Row(8).IsEmpty);
    }

    [Fact]
    public void Splits_serve_the_fixed_parts_and_share_the_rest()
    {
        Assert.Equal([1, 3, 3, 1], Screen.SplitRows(1, Rect.Rest, Rect.Rest, 1).Select(part => part.Height));
        Assert.Equal([2, 8], Screen.SplitColumns(Rect.Rest, 4 * Rect.Rest).Select(part => part.Width));
        Assert.Equal([6, 2, 0], Screen.SplitRows(6, 6, Rect.Rest).Select(part => part.Height));
    }

    [Fact]
    public void Nothing_is_ever_negative_or_outside()
    {
        var random = new Random(3);
        for (var round = 0; round < 5000; round++)
        {
            var rect = new Rect(random.Next(-5, 20), random.Next(-5, 20), random.Next(-3, 30), random.Next(-3, 30));
            int a = random.Next(-5, 40),
                b = random.Next(-5, 40);
            Rect[] parts =
            [
                rect.Top(a),
                rect.Bottom(a),
                rect.Left(a),
                rect.Right(a),
                rect.Inset(a, b),
                rect.Row(a),
                rect.Centered(a, b),
                rect.WithoutTop(a),
                rect.WithoutBottom(a),
                rect.WithoutLeft(a),
                rect.WithoutRight(a),
                .. rect.SplitRows(a, b, Rect.Rest),
                .. rect.SplitColumns(a, b, 3),
            ];
            Assert.All(
                parts,
                part =>
                {
                    Assert.True(part.Height >= Math.Min(rect.Height, 0) && part.Width >= Math.Min(rect.Width, 0));
                    Assert.True(part.IsEmpty || (part.X >= rect.X && part.Y >= rect.Y && part.EndX <= rect.EndX && part.EndY <= rect.EndY));
                }
            );
            Assert.True(rect.SplitRows(a, Rect.Rest, b).Sum(part => part.Height) == Math.Max(rect.Height, 0));
        }
    }
}
