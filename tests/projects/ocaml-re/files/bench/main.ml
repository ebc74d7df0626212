(* Times Re on a text of 2000 lines, and prints a JSON object for each function. *)

let samples = 5

let text =
  List.init 2000 (Printf.sprintf "GET /page/%d?from=start HTTP/1.1 200")
  |> String.concat "\n"

let number = Re.compile Re.(rep1 digit)
let line = Re.compile (Re.Perl.re {|([A-Z]+) (/\S*) HTTP/(\d\.\d)|})

let time f =
  let start = Unix.gettimeofday () in
  ignore (Sys.opaque_identity (f ()));
  Unix.gettimeofday () -. start

let bench name f =
  let values = List.init samples (fun _ -> Printf.sprintf "%.9g" (time f)) in
  Printf.printf
    {|{"name":"re","results":[{"name":%S,"metrics":[{"name":"time","value":[%s],"units":"s","trend":"lower-is-better"}]}]}|}
    name
    (String.concat "," values);
  print_newline ()

let () =
  bench "all" (fun () -> Re.all line text);
  bench "split" (fun () -> Re.split number text);
  bench "replace_string" (fun () -> Re.replace_string number ~by:"N" text);
  bench "compile" (fun () -> List.init 200 (fun n -> Re.compile Re.(repn digit n (Some (n + 1)))))
