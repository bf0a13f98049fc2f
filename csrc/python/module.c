/* copydesk._core: how the module comes to life, and what it holds. */
#include "batch_binding.h"

static bool add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type) {
  *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
  return *type && PyModule_AddType(module, *type) == 0;
}

static bool add_types(PyObject *module, module_state *state) {
  return add_type(module, &analyzer_spec, &state->analyzer_type) &&
         add_type(module, &doc_spec, &state->doc_type) &&
         add_type(module, &token_spec, &state->token_type) &&
         add_type(module, &sentence_spec, &state->sentence_type) &&
         add_type(module, &block_spec, &state->block_type) &&
         add_type(module, &views_spec, &state->views_type) &&
         add_type(module, &batch_spec, &state->batch_type) &&
         add_type(module, &column_spec, &state->column_type) &&
         add_type(module, &strings_column_spec, &state->strings_type) &&
         add_type(module, &memory_spec, &state->memory_type) &&
         add_type(module, &matrix_spec, &state->matrix_type) &&
         add_type(module, &model_spec, &state->model_type) &&
         add_type(module, &vocabulary_spec, &state->vocabulary_type);
}

/* ---- names by number ------------------------------------------------------ */

static const char *token_kind_name(size_t i) {
  return cd_token_kind_name((cd_token_kind)i);
}

static const char *block_kind_name(size_t i) {
  return cd_block_kind_name((cd_block_kind)i);
}

/* New: the names of 0 to n - 1, a tuple of interned str. */
static PyObject *names_of(const char *(*name)(size_t), size_t n) {
  PyObject *tuple = PyTuple_New((Py_ssize_t)n);
  for (size_t i = 0; tuple && i < n; i++) {
    PyObject *one = PyUnicode_InternFromString(name(i));
    if (!one)
      Py_CLEAR(tuple);
    else
      PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, one);
  }
  return tuple;
}

static bool add_body(PyObject *module, const module_state *state) {
  PyObject *set = PySet_New(NULL), *body = NULL;
  for (Py_ssize_t i = 0; set && i < CD_BLOCK_KINDS; i++)
    if (CD_BODY_KINDS >> i & 1 &&
        PySet_Add(set, PyTuple_GET_ITEM(state->block_kinds, i)) < 0)
      Py_CLEAR(set);
  if (set) body = PyFrozenSet_New(set);
  bool added = body && PyModule_AddObjectRef(module, "BODY", body) == 0;
  Py_XDECREF(set);
  Py_XDECREF(body);
  return added;
}

/* New: the names of the bits of flags, a tuple of str. */
static bool add_flags(PyObject *module) {
  PyObject *flags = names_of(cd_token_flag_name, CD_TOKEN_FLAGS);
  bool added = flags && PyModule_AddObjectRef(module, "TOKEN_FLAGS", flags) == 0;
  Py_XDECREF(flags);
  return added;
}

static bool add_names(PyObject *module, module_state *state) {
  state->token_kinds = names_of(token_kind_name, CD_TOKEN_KINDS);
  state->block_kinds = names_of(block_kind_name, CD_BLOCK_KINDS);
  state->rule_names = names_of(cd_rule_name, cd_rule_count());
  state->english = PyUnicode_InternFromString("english");
  state->analyzers = PyDict_New();
  state->models = PyDict_New();
  if (!state->token_kinds || !state->block_kinds || !state->rule_names ||
      !state->english || !state->analyzers || !state->models)
    return false;
  return PyModule_AddObjectRef(module, "TOKEN_KINDS", state->token_kinds) == 0 &&
         PyModule_AddObjectRef(module, "BLOCK_KINDS", state->block_kinds) == 0 &&
         add_body(module, state) && add_flags(module) &&
         PyModule_AddIntConstant(module, "_MODEL_FEATURES", CD_MODEL_FEATURES) == 0 &&
         PyModule_AddIntConstant(module, "_MOST_THREADS", MOST_THREADS) == 0 &&
         PyModule_AddStringConstant(module, "__version__", cd_version()) == 0;
}

/* Lexicons are seeded as str hashes are, so PYTHONHASHSEED settles both. */
static bool set_seed(module_state *state) {
  PyObject *word = PyUnicode_FromString("copydesk lexicon");
  Py_hash_t hash = word ? PyObject_Hash(word) : -1;
  Py_XDECREF(word);
  state->seed = (uint64_t)hash;
  return hash != -1;
}

static int module_exec(PyObject *module) {
  module_state *state = PyModule_GetState(module);
  if (!set_seed(state) || !add_types(module, state) || !add_names(module, state))
    return -1;
  return PyModule_AddFunctions(module, testing_functions);
}

/* ---- the end -------------------------------------------------------------- */

static int module_traverse(PyObject *module, visitproc visit, void *arg) {
  module_state *state = PyModule_GetState(module);
  Py_VISIT(state->analyzer_type);
  Py_VISIT(state->doc_type);
  Py_VISIT(state->token_type);
  Py_VISIT(state->sentence_type);
  Py_VISIT(state->block_type);
  Py_VISIT(state->views_type);
  Py_VISIT(state->batch_type);
  Py_VISIT(state->column_type);
  Py_VISIT(state->strings_type);
  Py_VISIT(state->memory_type);
  Py_VISIT(state->matrix_type);
  Py_VISIT(state->model_type);
  Py_VISIT(state->vocabulary_type);
  Py_VISIT(state->analyzers);
  Py_VISIT(state->models);
  for (size_t i = 0; i < state->pool.n; i++) Py_VISIT(state->pool.free[i]->owner);
  return 0;
}

static int module_clear(PyObject *module) {
  module_state *state = PyModule_GetState(module);
  desks_free(state);
  faults_end(state);
  Py_CLEAR(state->analyzers);
  Py_CLEAR(state->models);
  Py_CLEAR(state->token_kinds);
  Py_CLEAR(state->block_kinds);
  Py_CLEAR(state->rule_names);
  Py_CLEAR(state->english);
  Py_CLEAR(state->analyzer_type);
  Py_CLEAR(state->doc_type);
  Py_CLEAR(state->token_type);
  Py_CLEAR(state->sentence_type);
  Py_CLEAR(state->block_type);
  Py_CLEAR(state->views_type);
  Py_CLEAR(state->batch_type);
  Py_CLEAR(state->column_type);
  Py_CLEAR(state->strings_type);
  Py_CLEAR(state->memory_type);
  Py_CLEAR(state->matrix_type);
  Py_CLEAR(state->model_type);
  Py_CLEAR(state->vocabulary_type);
  return 0;
}

static void module_free(void *module) { (void)module_clear(module); }

PyDoc_STRVAR(
    module_doc,
    "The core of copydesk, for Python. Import copydesk, which names what is public.");

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL}};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,         .m_name = "copydesk._core",
    .m_doc = module_doc,           .m_size = sizeof(module_state),
    .m_methods = module_functions, .m_slots = module_slots,
    .m_traverse = module_traverse, .m_clear = module_clear,
    .m_free = module_free};

PyMODINIT_FUNC PyInit__core(void) { return PyModuleDef_Init(&module_def); }
