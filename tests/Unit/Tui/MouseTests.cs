using Helmstuck.Terminal;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>A click selects the release that is drawn there, the wheel scrolls, and nothing is ever confirmed.</summary>
public sealed class MouseTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 30).Select(number => $"other-{number:00}")];

    private static Model Screen(int width, int height) =>
        Fixtures.Screen(Fixtures.Healthy(), [.. Names.Select(name => Fixtures.Row(Fixtures.Healthy()) with { Release = name })]) with
        {
            Mouse = true,
            Width = width,
            Height = height,
        };

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void A_click_selects_what_is_drawn_there(int width, int height)
    {
        var driver = new ModelDriver(Screen(width, height));
        for (var round = 0; round < 3; round++)
        {
            var list = Layout.Of(driver.Model, width, height).Releases;
            var shown = Lines(driver.Model);
            var y = Enumerable.Range(list.Y, list.Height).Last(line => shown[line].Contains("other-", StringComparison.Ordinal));
            var name = Names.Single(name => shown[y][..list.EndX].Contains(name, StringComparison.Ordinal));
            driver.Send(new Message.Mouse(MouseAction.Click, 5, y));
            Assert.Equal((name, Pane.Releases), (driver.Model.Selected!.Release, driver.Model.Focus));
            Assert.Contains(Lines(driver.Model), line => line.Contains($"▸ {name}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_click_beside_the_rows_selects_nothing()
    {
        var driver = new ModelDriver(Screen(120, 40));
        driver.Send(new Message.Mouse(MouseAction.Click, 5, 0), new Message.Mouse(MouseAction.Click, 5, 39));
        driver.Send(new Message.Mouse(MouseAction.Click, 500, 500));
        Assert.Equal(Fixtures.Release, driver.Model.Selected!.Release);
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void The_wheel_moves_in_the_list_and_scrolls_the_detail()
    {
        var driver = new ModelDriver(Screen(120, 40) with { Tab = "evidence" });
        driver.Send(new Message.Mouse(MouseAction.WheelDown, 5, 5));
        Assert.Equal(Names[0], driver.Model.Selected!.Release);
        driver.Send(new Message.Mouse(MouseAction.WheelUp, 5, 5));
        Assert.Equal(Fixtures.Release, driver.Model.Selected!.Release);

        var detail = new ModelDriver(Screen(120, 24) with { Tab = "evidence" });
        detail.Send(new Message.Mouse(MouseAction.WheelDown, 100, 20));
        Assert.Equal((3, Pane.Detail), (detail.Model.DetailOffset, detail.Model.Focus));
        detail.Send(new Message.Mouse(MouseAction.WheelUp, 100, 20), new Message.Mouse(MouseAction.WheelUp, 100, 20));
        Assert.Equal(0, detail.Model.DetailOffset);
    }

    [Fact]
    public void A_click_takes_the_page_that_is_drawn_there()
    {
        var driver = new ModelDriver(Fixtures.Screen(Fixtures.Healthy()) with { Mouse = true, Width = 200, Height = 60 });
        driver.Send(new Message.Mouse(MouseAction.Click, 100, 40));
        Assert.Equal(("outlook", Pane.Detail), (driver.Model.Tab, driver.Model.Focus));
    }

    [Fact]
    public void The_dialog_is_scrolled_and_never_confirmed()
    {
        var driver = new ModelDriver(Screen(80, 24)).Open().Type("1234").Forget();
        var before = driver.Dialog;
        for (var y = 0; y < 24; y++)
        for (var x = 0; x < 80; x += 4)
            driver.Send(new Message.Mouse(MouseAction.Click, x, y));
        driver.Send(new Message.Mouse(MouseAction.WheelDown, 5, 5));
        Assert.Empty(driver.Effects);
        Assert.Equal(before with { Offset = driver.Dialog.Offset }, driver.Dialog);
        Assert.Equal("1234", driver.Dialog.Typed);
    }

    [Fact]
    public void Without_the_setting_it_does_nothing()
    {
        var driver = new ModelDriver(Screen(120, 40) with { Mouse = false });
        var before = driver.Model;
        driver.Send(new Message.Mouse(MouseAction.Click, 5, 6), new Message.Mouse(MouseAction.WheelDown, 5, 6));
        Assert.Same(before, driver.Model);
    }

    private static string[] Lines(Model model) => View.Draw(model, model.Width, model.Height).ToText().Split('\n');
}
