// The screen of kubectl-helmstuck on the widgets of Terminal.Gui: what bench/run.sh --peer terminal-gui measures.
//   terminal-gui-peer version       prints the version of the package
//   terminal-gui-peer FILE FILE     lists the files, and shows the text of the selected one; j and k move, d asks for the
//                                   revision 1234, q quits
using System.Collections.ObjectModel;
using System.Reflection;
using Terminal.Gui.App;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

if (args is ["version"])
{
    Console.WriteLine(typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return;
}

var pages = args.Select(File.ReadAllText).ToList();
using var app = Application.Create();
app.Init();
using var window = new Window { Title = "Stuck releases" };
var list = new ListView { Width = Dim.Fill(), Height = pages.Count };
var page = new Label
{
    Y = pages.Count + 1,
    Width = Dim.Fill(),
    Height = Dim.Fill(),
    Text = pages[0],
};
list.SetSource(new ObservableCollection<string>(args.Select(file => Path.GetFileName(file)!)));
list.SelectedItem = 0;
list.ValueChanged += (_, change) => page.Text = pages[change.NewValue ?? 0];
var asking = false;
app.Keyboard.KeyDown += (_, key) =>
{
    if (asking)
        return;
    key.Handled = true;
    if (key == Key.J)
        list.MoveDown(false);
    else if (key == Key.K)
        list.MoveUp(false);
    else if (key == Key.Q)
        app.RequestStop();
    else if (key == Key.D)
        Ask();
    else
        key.Handled = false;
};
window.Add(list, page);
app.Run(window);

void Ask()
{
    asking = true;
    using var dialog = new Dialog
    {
        Title = "Delete",
        Width = Dim.Percent(80),
        Height = Dim.Percent(80),
    };
    var answer = new TextField { Y = 2, Width = 20 };
    answer.Accepting += (_, accepted) =>
    {
        page.Text = answer.Text == "1234" ? "deleted" : "not deleted";
        accepted.Handled = true;
        app.RequestStop(dialog);
    };
    dialog.Add(new Label { Text = "Type 1234 to delete:" }, answer);
    answer.SetFocus();
    app.Run(dialog);
    asking = false;
}
